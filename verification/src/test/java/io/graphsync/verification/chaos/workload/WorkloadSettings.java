package io.graphsync.verification.chaos.workload;

import java.time.Duration;

/**
 * How much is written.
 *
 * @param writers of small transactions, side by side
 * @param eventsPerSecond of the small transactions, all writers together
 * @param bulkRows rows of the outbox that one large transaction writes
 * @param bulkPause between two large transactions
 */
public record WorkloadSettings(int writers, int eventsPerSecond, int bulkRows, Duration bulkPause) {
    /** Checks the ranges. */
    public WorkloadSettings {
        if (writers < 1 || eventsPerSecond < 1 || bulkRows < 2 || bulkPause.isNegative()) {
            throw new IllegalArgumentException("no workload: " + writers + " writers, " + eventsPerSecond
                    + " events/s, " + bulkRows + " rows in bulk");
        }
    }
}
