package io.graphsync.retry.writeback;

import io.graphsync.outbox.progress.Passage;
import java.util.UUID;

/** What one record says. */
sealed interface Said {
    /** A record that says nothing of rows or progress. */
    Said NOTHING = new Nothing();

    /** Something of a row. */
    record Changed(StatusChange change) implements Said {}

    /** A dead letter was closed by somebody who does not tell after how many attempts; its row is done if it is dead. */
    record Closed(UUID eventId) implements Said {}

    /**
     * How far a sink has come.
     *
     * @param channel the partition of the retry topic from which it was read
     */
    record Passed(int channel, Passage passage) implements Said {}

    /** Nothing. */
    record Nothing() implements Said {}
}
