package io.graphsync.console.demo;

import java.time.Duration;
import java.time.Instant;

/** Notes when the first event was in the graph. */
final class FirstEvent {
    private final Outcomes outcomes;
    private final Instant start;
    private long millis = -1;

    FirstEvent(Outcomes outcomes, Instant start) {
        this.outcomes = outcomes;
        this.start = start;
    }

    /** Looks, and always returns true, so that it can stand in a condition that is asked again and again. */
    boolean look() {
        if (millis < 0 && outcomes.inGraph() > 0) {
            millis = Duration.between(start, Instant.now()).toMillis();
        }
        return true;
    }

    /** Returns the milliseconds from the start of the process, or -1 where no event has arrived. */
    long millis() {
        return millis;
    }
}
