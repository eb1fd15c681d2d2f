package io.graphsync.retry.writeback;

import java.util.Locale;

/** The values of {@code graph_outbox.status}, in the order in which they count where the attempts are the same. */
enum RowStatus {
    PENDING,
    PROCESSING,
    DEADLETTER,
    DONE;

    /** Returns the column's text. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
