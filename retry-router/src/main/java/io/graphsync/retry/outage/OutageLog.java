package io.graphsync.retry.outage;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says that a server is awaited: at once when the wait begins or its cause changes, then every 30 s, and once more when
 * it is over. One thread.
 */
public final class OutageLog {
    private static final long REPEAT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Logger log;
    private final String server;
    private final String address;
    private final LongSupplier nanoClock;
    private @Nullable String awaited;
    private long saidAt;
    private long since;

    /**
     * Makes a log of waits for one server.
     *
     * @param server what a person calls it, such as {@code Kafka}
     * @param address where it is expected; must hold no secret
     */
    public OutageLog(Logger log, String server, String address) {
        this(log, server, address, System::nanoTime);
    }

    OutageLog(Logger log, String server, String address, LongSupplier nanoClock) {
        this.log = log;
        this.server = server;
        this.address = address;
        this.nanoClock = nanoClock;
    }

    /**
     * Notes that the wait goes on.
     *
     * @param what is awaited, such as {@code the topics a, b}
     * @param cause why it is not there, as told by the client
     */
    public void waiting(String what, String cause) {
        long now = nanoClock.getAsLong();
        if (awaited == null) {
            since = now;
        }
        if (!what.equals(awaited) || now - saidAt >= REPEAT_NANOS) {
            log.atWarn()
                    .addKeyValue("server", server)
                    .addKeyValue("address", address)
                    .addKeyValue("awaited", what)
                    .addKeyValue("cause", cause)
                    .addKeyValue("seconds", Duration.ofNanos(now - since).toSeconds())
                    .log("Waiting for a server; goes on by itself when it answers");
            saidAt = now;
        }
        awaited = what;
    }

    /** Notes that there is nothing to wait for. */
    public void over() {
        if (awaited != null) {
            log.atInfo()
                    .addKeyValue("server", server)
                    .addKeyValue("address", address)
                    .addKeyValue(
                            "seconds",
                            Duration.ofNanos(nanoClock.getAsLong() - since).toSeconds())
                    .log("The server answers again");
            awaited = null;
        }
    }

    /** Whether a wait was noted that is not over. */
    public boolean isWaiting() {
        return awaited != null;
    }
}
