package io.graphsync.verification.chaos.workload;

import java.util.List;

/**
 * Changes that commit together.
 *
 * @param rows about how many rows of the outbox they write
 */
record Transaction(List<Change> changes, int rows) {
    Transaction {
        changes = List.copyOf(changes);
    }
}
