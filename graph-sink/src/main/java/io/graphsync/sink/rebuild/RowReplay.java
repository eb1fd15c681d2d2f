package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.MappedEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the rows themselves, table by table along the primary key, and makes the event of each: no topic is needed. Then the
 * deletes that the outbox still has, so that the graph remembers them, and events of an operator's own types.
 *
 * <p>Each page is a transaction of its own: a snapshot held for the whole time would keep PostgreSQL from cleaning up, and a
 * rebuild that was killed could not have it again. What changes meanwhile arrives by the pipeline with a higher version.
 *
 * <p>A row's version is that of its newest event in the outbox. Where the outbox has none any more it is the {@code floor}: not
 * lower than that of any event which is gone, and lower than that of every event yet to come.
 *
 * <p>One thread.
 *
 * @param <E> what the target of the rebuild keeps of an event
 */
final class RowReplay<E> implements Replay<E> {
    private static final String SETUP =
            "SET TIME ZONE 'UTC'; SET statement_timeout = '60s'; SET jit = off; SET max_parallel_workers_per_gather = 0";
    private static final String ESTIMATES = "SELECT relname::text, greatest(reltuples, 0)::bigint FROM pg_class"
            + " WHERE oid IN ('conversations'::regclass, 'messages'::regclass, 'feedback'::regclass)";

    private final Connection connection;
    private final List<RowPart> parts;
    private final EventMapper mapper;
    private final Function<MappedEvent, Optional<E>> prepare;
    private final int pageRows;
    private final long floor;
    private final ObjectNode checkpoint;

    private RowReplay(
            Connection connection,
            List<RowPart> parts,
            EventMapper mapper,
            Function<MappedEvent, Optional<E>> prepare,
            int pageRows,
            long floor,
            JsonNode checkpoint) {
        this.connection = connection;
        this.parts = parts;
        this.mapper = mapper;
        this.prepare = prepare;
        this.pageRows = pageRows;
        this.floor = floor;
        this.checkpoint =
                checkpoint instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    /**
     * Connects, for reading only.
     *
     * @param ownTypes event types that are not built in
     * @param prepare what makes of an event what is written
     * @param floor see {@link VersionFloor}
     * @param checkpoint of an earlier attempt; empty to read all
     * @throws ReplayException if PostgreSQL can't be reached, or refuses the login
     */
    static <E> RowReplay<E> open(
            DatabaseSettings database,
            Set<String> ownTypes,
            EventMapper mapper,
            Function<MappedEvent, Optional<E>> prepare,
            int pageRows,
            long floor,
            JsonNode checkpoint) {
        try {
            Connection connection = database.connect(RebuildSettings.APPLICATION_NAME);
            try (Statement statement = connection.createStatement()) {
                connection.setReadOnly(true);
                statement.execute(SETUP);
            }
            return new RowReplay<>(connection, RowPart.all(ownTypes), mapper, prepare, pageRows, floor, checkpoint);
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    /** Returns about how many rows each table has, as the server's statistics have it. */
    static Map<String, Long> estimates(Connection connection) throws SQLException {
        Map<String, Long> estimates = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ESTIMATES)) {
            while (row.next()) {
                estimates.put(row.getString(1), row.getLong(2));
            }
        }
        return estimates;
    }

    @Override
    public Optional<Window<E>> next() {
        for (RowPart part : parts) {
            JsonNode position = checkpoint.get(part.name());
            if (position == null || !position.asText().equals(RowPart.END)) {
                return Optional.of(page(part, position == null ? RowPart.START : position.asText()));
            }
        }
        return Optional.empty();
    }

    private Window<E> page(RowPart part, String after) {
        Prepared.Events<E> read = new Prepared.Events<>();
        int rows = 0;
        String last = RowPart.END;
        try (PreparedStatement statement = connection.prepareStatement(part.sql(after))) {
            part.bind(statement, after, floor, pageRows);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows++;
                    last = row.getString("position");
                    OutboxEvent event = event(row);
                    read.add(Prepared.of(
                            mapper.map(event), prepare, () -> event.id().toString()));
                }
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
        checkpoint.put(part.name(), rows < pageRows ? RowPart.END : last);
        return new Window<>(part.name(), read.events, read.refused, rows, checkpoint.deepCopy());
    }

    private static OutboxEvent event(ResultSet row) throws SQLException {
        UUID entity = row.getObject("entity_id", UUID.class);
        UUID id = row.getObject("id", UUID.class);
        String type = row.getString("event_type");
        long seq = row.getLong("seq");
        return new OutboxEvent(
                id == null ? UUID.nameUUIDFromBytes((type + entity + seq).getBytes(StandardCharsets.UTF_8)) : id,
                type,
                entity,
                seq,
                row.getInt("schema_version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                OptionalLong.empty(),
                Optional.empty(),
                row.getString("payload"));
    }

    private static ReplayException unreadable(SQLException failure) {
        return new ReplayException(
                "The rows in PostgreSQL can't be read: " + failure.getMessage()
                        + "; what has been written stays, 'graphsync rebuild resume' goes on",
                failure);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }
}
