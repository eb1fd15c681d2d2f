package io.graphsync.sink.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a tombstone may go. A tombstone keeps older events of its element from bringing it back, so it must outlive every
 * way in which such an event can still come:
 *
 * <ul>
 *   <li>from the retry topics, which forget after 14 days: the retention is longer than that;
 *   <li>as a dead letter that is redriven: {@code dlt redrive} refuses events older than the retention;
 *   <li>from the event topics, if they are read again from the beginning. They keep the delete event too, because it is
 *       the last of its key; it makes the tombstone anew, which then must stay until the whole group has read to the end
 *       and until what failed on the way has had its retries.
 * </ul>
 *
 * <p>All times are PostgreSQL's: that of the delete, and that of the newest heartbeat. Immutable and pure.
 *
 * @param retention how old a tombstone gets; zero keeps them for ever
 */
public record PurgePolicy(Duration retention) {
    /** Default retention. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

    /** Shortest retention: longer than the retry topics keep an event. */
    public static final Duration SHORTEST_RETENTION = Duration.ofDays(15);

    /** For how long the group must have kept up before anything is purged. */
    static final Duration SETTLED = Duration.ofHours(1);

    /** Checks the range. */
    public PurgePolicy {
        if (!retention.isZero() && retention.compareTo(SHORTEST_RETENTION) < 0) {
            throw new IllegalArgumentException("retention of tombstones must be 0 or at least " + SHORTEST_RETENTION);
        }
    }

    /** Returns whether anything is ever purged. */
    public boolean purges() {
        return !retention.isZero();
    }

    /**
     * Returns before which time an element must have been deleted so that its tombstone may go; empty while none may.
     *
     * @param now PostgreSQL's time in the newest heartbeat
     * @param settledSince PostgreSQL's time when the group was first seen to have kept up; empty where it lags
     */
    Optional<Instant> cutoff(Instant now, Optional<Instant> settledSince) {
        return settledSince
                .filter(since -> purges() && !now.isBefore(since.plus(SETTLED)))
                .map(since -> now.minus(retention));
    }
}
