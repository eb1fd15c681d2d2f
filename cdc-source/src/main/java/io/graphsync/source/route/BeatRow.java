package io.graphsync.source.route;

import java.time.Instant;
import java.util.Objects;

/**
 * One row of {@code graph_heartbeat}: whatever its snapshot shows stands before it in the write-ahead log.
 *
 * @param beat rises from one to the next; positive
 * @param at when it was written, by the clock of PostgreSQL
 * @param snapshot the transactions that were visible then, as text of PostgreSQL's type {@code pg_snapshot}
 */
public record BeatRow(long beat, Instant at, String snapshot) implements Captured {
    /** Checks that nothing is missing. */
    public BeatRow {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(snapshot, "snapshot");
        if (beat < 1) {
            throw new IllegalArgumentException("beat must be positive: " + beat);
        }
    }
}
