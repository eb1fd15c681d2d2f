package io.graphsync.source.route;

import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.OutboxEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Makes rows of column values, from whichever way they were read. Pure. */
public final class OutboxRowMapper {
    private static final String EMPTY_PAYLOAD = "";

    private OutboxRowMapper() {}

    /** The values of one row's columns by name; empty where the column is null or absent. */
    public interface Columns extends Function<String, Optional<Object>> {}

    /**
     * Maps one row.
     *
     * @param committedAt when the writing transaction committed, or the best that is known of it
     * @param xid the writing transaction, see {@link OutboxEvent#xid()}
     * @throws IllegalArgumentException if the row has no id: nothing could name it
     */
    public static OutboxRow map(Columns columns, Instant committedAt, OptionalLong xid) {
        Reader reader = new Reader(columns);
        OutboxEvent event = reader.event(committedAt, xid, reader.text("payload", EMPTY_PAYLOAD));
        return reader.problems.isEmpty()
                ? new OutboxRow.Wellformed(event)
                : new OutboxRow.Malformed(event, reader.problems);
    }

    /**
     * Maps one row whose payload was not read because it is too large.
     *
     * @param payloadBytes size of the payload's text
     */
    public static OutboxRow mapOversized(Columns columns, Instant committedAt, long payloadBytes) {
        Reader reader = new Reader(columns);
        return new OutboxRow.Oversized(reader.event(committedAt, OptionalLong.empty(), EMPTY_PAYLOAD), payloadBytes);
    }

    /** Collects the problems of all columns, and puts a placeholder in place of each value that is missing. */
    private static final class Reader {
        private final Columns columns;
        private final List<FieldProblem> problems = new ArrayList<>();

        Reader(Columns columns) {
            this.columns = columns;
        }

        OutboxEvent event(Instant committedAt, OptionalLong xid, String payload) {
            UUID id = uuid("id").orElseThrow(() -> new IllegalArgumentException("a row of graph_outbox has no id"));
            return new OutboxEvent(
                    id,
                    text("event_type", ""),
                    uuid("entity_id").orElseGet(() -> missing("entity_id", new UUID(0, 0))),
                    positive("seq", Long.MAX_VALUE),
                    Math.toIntExact(positive("schema_version", Short.MAX_VALUE)),
                    committedAt,
                    xid,
                    columns.apply("traceparent").map(Object::toString),
                    payload);
        }

        String text(String name, String placeholder) {
            return columns.apply(name).map(Object::toString).orElseGet(() -> missing(name, placeholder));
        }

        private Optional<UUID> uuid(String name) {
            return columns.apply(name).map(value -> UUID.fromString(value.toString()));
        }

        private long positive(String name, long most) {
            Optional<Long> value = columns.apply(name).map(number -> ((Number) number).longValue());
            if (value.isEmpty()) {
                return missing(name, 1L);
            }
            if (value.get() < 1 || value.get() > most) {
                problems.add(new FieldProblem(name, "must be positive, not " + value.get()));
                return 1;
            }
            return value.get();
        }

        private <T> T missing(String name, T placeholder) {
            problems.add(new FieldProblem(name, "must not be null"));
            return placeholder;
        }
    }
}
