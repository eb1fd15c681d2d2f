package io.graphsync.outbox.progress;

import java.time.Instant;
import java.util.Objects;

/**
 * One beat of the source's heartbeat, written to PostgreSQL and carried through every partition of every event topic
 * behind all events that it covers. Where it has passed, every row that its snapshot shows has been dealt with.
 *
 * @param beat rises from one to the next; always positive
 * @param at when it was written, by the clock of PostgreSQL
 * @param snapshot the transactions that were visible then, as text of PostgreSQL's type {@code pg_snapshot}
 * @param partitions through how many partitions it was sent, those of all event topics together
 */
public record Heartbeat(long beat, Instant at, String snapshot, int partitions) {
    /** Checks the ranges; the snapshot is not looked at. */
    public Heartbeat {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(snapshot, "snapshot");
        if (beat < 1) {
            throw new IllegalArgumentException("beat must be positive: " + beat);
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be positive: " + partitions);
        }
    }
}
