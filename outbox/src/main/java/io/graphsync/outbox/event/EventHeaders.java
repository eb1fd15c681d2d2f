package io.graphsync.outbox.event;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The headers that carry an {@link OutboxEvent} on a Kafka record whose value is the payload, byte for byte. All are
 * UTF-8 text, so that any console consumer can read them.
 */
public final class EventHeaders {
    /** The event's id, a UUID. */
    public static final String ID = "graphsync.event.id";

    /** The event type's name. */
    public static final String TYPE = "graphsync.event.type";

    /** The entity's id, a UUID. */
    public static final String ENTITY_ID = "graphsync.entity.id";

    /** The entity's version, a decimal number. */
    public static final String SEQ = "graphsync.seq";

    /** The version of the payload's layout, a decimal number. */
    public static final String SCHEMA_VERSION = "graphsync.schema.version";

    /** The time of the commit, ISO-8601 in UTC. */
    public static final String COMMITTED_AT = "graphsync.committed.at";

    /** The writing transaction, a decimal number; absent where the row was read by a query. */
    public static final String XID = "graphsync.xid";

    /** The W3C trace context; absent where the row has none. */
    public static final String TRACEPARENT = "traceparent";

    private EventHeaders() {}

    /** Returns the headers of an event, in a fixed order. */
    public static Map<String, String> encode(OutboxEvent event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, event.id().toString());
        headers.put(TYPE, event.type());
        headers.put(ENTITY_ID, event.entityId().toString());
        headers.put(SEQ, Long.toString(event.seq()));
        headers.put(SCHEMA_VERSION, Integer.toString(event.schemaVersion()));
        headers.put(COMMITTED_AT, event.committedAt().toString());
        event.xid().ifPresent(xid -> headers.put(XID, Long.toString(xid)));
        event.traceparent().ifPresent(value -> headers.put(TRACEPARENT, value));
        return headers;
    }

    /**
     * Reads an event back from a record.
     *
     * @param headers the record's headers; unknown ones are ignored
     * @param payload the record's value as text
     * @throws InvalidEventException naming every header that is missing or malformed
     */
    public static OutboxEvent decode(Map<String, String> headers, String payload) throws InvalidEventException {
        Reader reader = new Reader(headers);
        UUID id = reader.read(ID, UUID::fromString, new UUID(0, 0));
        String type = reader.read(TYPE, value -> value, "");
        UUID entityId = reader.read(ENTITY_ID, UUID::fromString, new UUID(0, 0));
        long seq = reader.read(SEQ, EventHeaders::positive, 1L);
        int schemaVersion =
                Math.toIntExact(reader.read(SCHEMA_VERSION, value -> Math.min(positive(value), Short.MAX_VALUE), 1L));
        Instant committedAt = reader.read(COMMITTED_AT, Timestamps::instant, Instant.EPOCH);
        OptionalLong xid = headers.containsKey(XID)
                ? OptionalLong.of(reader.read(XID, EventHeaders::positive, 1L))
                : OptionalLong.empty();
        if (!reader.problems.isEmpty()) {
            throw new InvalidEventException(reader.problems);
        }
        Optional<String> traceparent = Optional.ofNullable(headers.get(TRACEPARENT));
        return new OutboxEvent(id, type, entityId, seq, schemaVersion, committedAt, xid, traceparent, payload);
    }

    private static long positive(String value) {
        long number = Long.parseLong(value);
        if (number < 1) {
            throw new NumberFormatException("not positive: " + value);
        }
        return number;
    }

    /** Collects the problems of all headers instead of stopping at the first. */
    private static final class Reader {
        private final Map<String, String> headers;
        private final List<FieldProblem> problems = new ArrayList<>();

        Reader(Map<String, String> headers) {
            this.headers = headers;
        }

        <T> T read(String name, Function<String, T> parser, T placeholder) {
            @Nullable String value = headers.get(name);
            if (value == null) {
                problems.add(new FieldProblem(name, "header is missing"));
                return placeholder;
            }
            try {
                return parser.apply(value);
            } catch (IllegalArgumentException | DateTimeParseException malformed) {
                problems.add(new FieldProblem(name, "header is malformed: " + FieldProblem.excerpt(value)));
                return placeholder;
            }
        }
    }
}
