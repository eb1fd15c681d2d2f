package io.graphsync.outbox.writer;

import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Writes events into {@code graph_outbox} inside the caller's transaction. For changes that no trigger covers: the
 * triggers of the migrations write the events of conversations, messages and feedback by themselves.
 *
 * <p>Whoever writes events of an entity holds that entity's row lock when calling {@link #write}, so that versions rise
 * in commit order. Safe for use by many threads; a connection is not.
 */
public final class OutboxWriter {
    // Without a value of its own, the column's default takes the setting app.traceparent.
    private static final String INSERT =
            "INSERT INTO graph_outbox (event_type, entity_id, payload, schema_version) VALUES (?, ?, ?::jsonb, ?) RETURNING id";
    private static final String INSERT_TRACED =
            "INSERT INTO graph_outbox (event_type, entity_id, payload, schema_version, traceparent) VALUES (?, ?, ?::jsonb, ?, ?)"
                    + " RETURNING id";

    private static final Predicate<String> TRACE_CONTEXT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}").asMatchPredicate();

    private final EventCatalog catalog;

    /** Makes a writer of the catalog's event types. */
    public OutboxWriter(EventCatalog catalog) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
    }

    /**
     * Adds one event to the transaction.
     *
     * @param connection in a transaction: autocommit is off
     * @param eventType a type of the catalog
     * @param entityId the entity that changed
     * @param payload JSON text
     * @param traceparent the W3C trace context of the current request; without one, and instead of a malformed one,
     *     counts what the transaction's setting {@code app.traceparent} says
     * @return the event's id
     * @throws InvalidEventException if the type is unknown, or the payload breaks it or can't be stored; nothing was
     *     written, and the transaction goes on
     * @throws IllegalStateException if autocommit is on
     * @throws SQLException if the server refuses; the caller rolls back
     */
    public UUID write(
            Connection connection, String eventType, UUID entityId, String payload, Optional<String> traceparent)
            throws SQLException, InvalidEventException {
        Transactions.require(connection);
        EventType type = catalog.find(eventType)
                .orElseThrow(() -> new InvalidEventException(
                        List.of(new FieldProblem("event_type", "is not in the catalog: " + eventType))));
        type.validate(payload);
        StorableText.require(payload);
        Optional<String> trace = traceparent.filter(TRACE_CONTEXT);
        try (PreparedStatement insert = connection.prepareStatement(trace.isPresent() ? INSERT_TRACED : INSERT)) {
            insert.setString(1, eventType);
            insert.setObject(2, entityId);
            insert.setString(3, payload);
            insert.setInt(4, type.version());
            if (trace.isPresent()) {
                insert.setString(5, trace.get());
            }
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }
}
