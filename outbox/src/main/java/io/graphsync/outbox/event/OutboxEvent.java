package io.graphsync.outbox.event;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One committed row of {@code graph_outbox}.
 *
 * @param id the row's key; the same event delivered twice has the same id
 * @param type name of the event type, such as {@code message_upsert}; may be one that no catalog knows
 * @param entityId the entity that changed
 * @param seq the entity's version: for one entity it rises in commit order; always positive
 * @param schemaVersion version of the payload's layout, from 1
 * @param committedAt when the writing transaction committed, by the clock of PostgreSQL
 * @param xid the writing transaction, as the stream of changes tells it: the lower 32 bits of PostgreSQL's transaction id;
 *     empty for a row that was read by a query
 * @param traceparent the W3C trace context of the request that wrote the row
 * @param payload the payload's JSON text, unchanged and not yet validated
 */
public record OutboxEvent(
        UUID id,
        String type,
        UUID entityId,
        long seq,
        int schemaVersion,
        Instant committedAt,
        OptionalLong xid,
        Optional<String> traceparent,
        String payload) {

    /** Checks the ranges; the payload is not looked at. */
    public OutboxEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(entityId, "entityId");
        Objects.requireNonNull(committedAt, "committedAt");
        Objects.requireNonNull(xid, "xid");
        Objects.requireNonNull(traceparent, "traceparent");
        Objects.requireNonNull(payload, "payload");
        if (seq < 1) {
            throw new IllegalArgumentException("seq must be positive: " + seq);
        }
        if (schemaVersion < 1) {
            throw new IllegalArgumentException("schemaVersion must be positive: " + schemaVersion);
        }
    }
}
