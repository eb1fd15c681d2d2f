package io.graphsync.sink.outage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says that a server is away: once when it goes, again every 30 seconds, and once when it is back. Safe for use by many
 * threads.
 */
public final class OutageWatch {
    private static final Duration REMINDER = Duration.ofSeconds(30);

    private final String server;
    private final String address;
    private final InstantSource clock;
    private final Logger log;
    private @Nullable Instant since;
    private Instant lastSaid = Instant.EPOCH;

    /**
     * Makes a watch.
     *
     * @param server what is awaited, such as {@code Neo4j}
     * @param address where
     */
    public OutageWatch(String server, String address, InstantSource clock, Logger log) {
        this.server = server;
        this.address = address;
        this.clock = clock;
        this.log = log;
    }

    /** Takes note of a failed attempt. */
    public synchronized void failed(String code, @Nullable String message) {
        Instant now = clock.instant();
        if (since == null) {
            since = now;
        } else if (now.isBefore(lastSaid.plus(REMINDER))) {
            return;
        }
        lastSaid = now;
        log.atWarn()
                .addKeyValue("server", server)
                .addKeyValue("address", address)
                .addKeyValue("code", code)
                .addKeyValue("cause", message)
                .addKeyValue("waiting_s", Duration.between(since, now).toSeconds())
                .log("Waiting for a server; nothing is lost and work goes on when it answers");
    }

    /** Takes note of a success. */
    public synchronized void succeeded() {
        if (since == null) {
            return;
        }
        log.atInfo()
                .addKeyValue("server", server)
                .addKeyValue("address", address)
                .addKeyValue("away_s", Duration.between(since, clock.instant()).toSeconds())
                .log("The server is back");
        since = null;
    }

    /** Returns whether the last attempt failed. */
    public synchronized boolean isAway() {
        return since != null;
    }
}
