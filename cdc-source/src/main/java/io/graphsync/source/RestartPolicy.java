package io.graphsync.source;

import java.time.Duration;

/**
 * How long to pause before the next session: doubled with each failure in a row.
 *
 * @param first the pause after the first failure
 * @param longest no pause is longer
 */
record RestartPolicy(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 20;

    Duration pause(int failures) {
        Duration pause = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MAX_DOUBLINGS));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
