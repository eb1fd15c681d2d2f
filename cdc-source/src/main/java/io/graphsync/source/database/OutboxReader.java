package io.graphsync.source.database;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.source.route.OutboxRow;
import io.graphsync.source.route.OutboxRowMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the outbox by SQL in the order of {@code seq}, inside the caller's transaction. A payload that no topic takes
 * stays in the database. Memory is bounded by the bytes of a page.
 */
final class OutboxReader {
    /** Rows fetched at once; each payload is below {@link TopicLayout#MAX_RECORD_BYTES}. */
    private static final int FETCH_ROWS = 16;

    private static final int PAGE_ROWS = 1_000;
    private static final int PAGE_CHARS = 16 * 1024 * 1024;

    private static final String QUERY = """
            SELECT id::text, event_type, entity_id::text, seq, schema_version, traceparent, created_at,
                   octet_length(payload::text) AS payload_bytes,
                   CASE WHEN octet_length(payload::text) <= %d THEN payload::text END AS payload
              FROM public.graph_outbox ORDER BY seq""".formatted(TopicLayout.MAX_RECORD_BYTES);

    private static final List<String> COLUMNS =
            List.of("id", "event_type", "entity_id", "seq", "schema_version", "traceparent", "payload");

    private final Connection connection;

    OutboxReader(Connection connection) {
        this.connection = connection;
    }

    /** Returns how many rows there are to read. */
    long count() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM public.graph_outbox");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void readAll(RowPages pages) throws SQLException, InterruptedException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = query.executeQuery()) {
                List<OutboxRow> page = new ArrayList<>();
                long chars = 0;
                while (rows.next()) {
                    OutboxRow row = row(rows);
                    page.add(row);
                    chars += row.event().payload().length();
                    if (page.size() == PAGE_ROWS || chars >= PAGE_CHARS) {
                        pages.accept(page);
                        page = new ArrayList<>();
                        chars = 0;
                    }
                }
                if (!page.isEmpty()) {
                    pages.accept(page);
                }
            }
        }
    }

    private static OutboxRow row(ResultSet rows) throws SQLException {
        Map<String, Object> values = new HashMap<>();
        for (String column : COLUMNS) {
            Object value = rows.getObject(column);
            if (value != null) {
                values.put(column, value);
            }
        }
        OutboxRowMapper.Columns columns = name -> Optional.ofNullable(values.get(name));
        OffsetDateTime createdAt = rows.getObject("created_at", OffsetDateTime.class);
        Instant committedAt = createdAt == null ? Instant.EPOCH : createdAt.toInstant();
        long payloadBytes = rows.getLong("payload_bytes");
        return payloadBytes > TopicLayout.MAX_RECORD_BYTES
                ? OutboxRowMapper.mapOversized(columns, committedAt, payloadBytes)
                : OutboxRowMapper.map(columns, committedAt, OptionalLong.empty());
    }
}
