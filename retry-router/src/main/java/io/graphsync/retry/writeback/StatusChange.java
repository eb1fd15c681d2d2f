package io.graphsync.retry.writeback;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What one record says of an outbox row. Changes only raise a row: the one with more attempts counts, and of those with as
 * many the one with the later status. So they may be written in any order, and more than once.
 *
 * @param eventId the row's key
 * @param attempts deliveries that failed
 * @param status what the row then is
 * @param xid the transaction that wrote the row, see {@link io.graphsync.outbox.event.OutboxEvent#xid()}
 * @param lastError code and message of the last failure; empty where there is none to tell
 */
record StatusChange(UUID eventId, int attempts, RowStatus status, OptionalLong xid, Optional<String> lastError) {
    private static final Comparator<StatusChange> ORDER =
            Comparator.comparingInt(StatusChange::attempts).thenComparing(StatusChange::status);

    StatusChange {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(xid, "xid");
        Objects.requireNonNull(lastError, "lastError");
    }

    /** Returns what both say together; of two equal ones the later. */
    StatusChange and(StatusChange later) {
        boolean rises = ORDER.compare(this, later) <= 0;
        StatusChange higher = rises ? later : this;
        StatusChange lower = rises ? this : later;
        return new StatusChange(
                eventId,
                higher.attempts,
                higher.status,
                higher.xid.isPresent() ? higher.xid : lower.xid,
                higher.lastError.or(() -> lower.lastError));
    }
}
