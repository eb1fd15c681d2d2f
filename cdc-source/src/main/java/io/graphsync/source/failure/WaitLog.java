package io.graphsync.source.failure;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;

/**
 * Says that something is awaited: at once when it is something new, then about every 30 seconds; and says when it has
 * come. Owned by one thread; {@link #isWaiting} may be asked by any.
 */
public final class WaitLog {
    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final Logger log;
    private final InstantSource clock;
    private volatile String awaited = "";
    private long lastMillis;

    /** Takes the log to write to, and what time it is. */
    public WaitLog(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Tells that something is awaited; silent if the same was told a moment ago. */
    public void waiting(String what, String cause) {
        long now = clock.millis();
        if (what.equals(awaited) && now - lastMillis < REPEAT.toMillis()) {
            return;
        }
        awaited = what;
        lastMillis = now;
        log.atWarn().addKeyValue("awaited", what).addKeyValue("cause", cause).log("Waiting");
    }

    /** Returns whether something is awaited. */
    public boolean isWaiting() {
        return !awaited.isEmpty();
    }

    /** Tells that the wait is over, if there was one. */
    public void over() {
        if (!awaited.isEmpty()) {
            log.atInfo().addKeyValue("awaited", awaited).log("The wait is over");
            awaited = "";
        }
    }
}
