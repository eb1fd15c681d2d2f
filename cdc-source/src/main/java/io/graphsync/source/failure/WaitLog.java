package io.graphsync.source.failure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Says that something is awaited: at once when it is something new, then about every 30 seconds; and says when it has
 * come. Owned by one thread; {@link #awaited} may be asked by any.
 */
public final class WaitLog {
    private static final Duration REPEAT = Duration.ofSeconds(30);

    private final Logger log;
    private final InstantSource clock;
    private volatile Optional<Awaited> current = Optional.empty();
    private long lastMillis;

    private record Awaited(String what, String cause) {}

    /** Takes the log to write to, and what time it is. */
    public WaitLog(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Tells that something is awaited; silent if the same was told a moment ago. */
    public void waiting(String what, String cause) {
        long now = clock.millis();
        boolean told = current.filter(awaited -> awaited.what().equals(what)).isPresent();
        current = Optional.of(new Awaited(what, cause));
        if (told && now - lastMillis < REPEAT.toMillis()) {
            return;
        }
        lastMillis = now;
        log.atWarn().addKeyValue("awaited", what).addKeyValue("cause", cause).log("Waiting");
    }

    /** Returns what is awaited and why, for a person; empty if nothing is. */
    public Optional<String> awaited() {
        return current.map(awaited -> awaited.what() + ": " + awaited.cause());
    }

    /** Tells that the wait is over, if there was one. */
    public void over() {
        current.ifPresent(
                awaited -> log.atInfo().addKeyValue("awaited", awaited.what()).log("The wait is over"));
        current = Optional.empty();
    }
}
