package io.graphsync.sink.purge;

import java.time.Duration;
import java.util.Objects;

/**
 * How tombstones are purged.
 *
 * @param policy when one may go
 * @param interval between two looks for old ones
 */
public record PurgeSettings(PurgePolicy policy, Duration interval) {
    /** Default of {@link #interval()}. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(10);

    /** Checks that both are there. */
    public PurgeSettings {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(interval, "interval");
    }
}
