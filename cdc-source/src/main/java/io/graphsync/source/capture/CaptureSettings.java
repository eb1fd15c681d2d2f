package io.graphsync.source.capture;

import io.graphsync.source.database.DatabaseSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How the replication slot is read.
 *
 * @param slot the slot's name; it must exist
 * @param publication the publication's name; it must exist
 * @param pollInterval how long to rest when there is nothing to read: latency is about once to twice that
 * @param maxBatchRecords most rows handed over at once
 * @param maxQueueBytes most bytes of rows that wait to be handed over; a batch may hold as many again
 * @param leaseTimeout after how long a silence PostgreSQL takes the slot away
 * @param overrides raw settings of the connector; none of {@link EngineProperties#FIXED}
 */
public record CaptureSettings(
        DatabaseSettings database,
        String slot,
        String publication,
        Duration pollInterval,
        int maxBatchRecords,
        long maxQueueBytes,
        Duration leaseTimeout,
        Map<String, String> overrides) {
    /** Copies the overrides. */
    public CaptureSettings {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(publication, "publication");
        Objects.requireNonNull(pollInterval, "pollInterval");
        Objects.requireNonNull(leaseTimeout, "leaseTimeout");
        overrides = Map.copyOf(overrides);
    }
}
