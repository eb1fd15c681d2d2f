package io.graphsync.retry.writeback;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes statuses into {@code graph_outbox} and, behind them in the same transaction, watermarks into
 * {@code graph_sync_progress}. Opens its connection when there is something to write, and anew after each failure. One
 * thread.
 */
final class OutboxStatusWriter implements AutoCloseable {
    private static final String RANK = "array_position('{pending,processing,deadletter,done}'::text[], %s.status)";

    /** A row only rises, so that any order and any repetition of the changes ends in the same status and attempts. */
    private static final String CHANGED = "UPDATE graph_outbox AS o"
            + " SET status = c.status, attempts = c.attempts, last_error = coalesce(c.last_error, o.last_error),"
            + " updated_at = now()"
            + " FROM unnest(?::uuid[], ?::int[], ?::text[], ?::text[]) AS c (id, attempts, status, last_error)"
            + " WHERE o.id = c.id AND (c.attempts, " + RANK.formatted("c") + ") > (o.attempts, " + RANK.formatted("o")
            + ")";

    private static final String CLOSED = "UPDATE graph_outbox SET status = 'done', updated_at = now()"
            + " WHERE id = ANY (?::uuid[]) AND status = 'deadletter'";

    /** A watermark never goes back. */
    private static final String PASSED = "INSERT INTO graph_sync_progress AS p (channel, channels, beat, at, snapshot)"
            + " SELECT channel, channels, beat, at::timestamptz, snapshot::pg_snapshot"
            + " FROM unnest(?::int[], ?::int[], ?::bigint[], ?::text[], ?::text[])"
            + " AS w (channel, channels, beat, at, snapshot)"
            + " ON CONFLICT (channel) DO UPDATE SET beat = excluded.beat, at = excluded.at,"
            + " snapshot = excluded.snapshot, updated_at = now() WHERE p.beat < excluded.beat";

    /** Rows of partitions that the retry topic does not have would keep every watermark from counting. */
    private static final List<String> LAYOUT = List.of(
            "DELETE FROM graph_sync_progress WHERE channel >= ?",
            "UPDATE graph_sync_progress AS p SET channels = now.channels"
                    + " FROM (SELECT ?::int AS channels) AS now WHERE p.channels <> now.channels");

    /**
     * A commit is streamed from the log before other sessions see its rows: for a moment, or for as long as it waits for a
     * synchronous standby. The stream tells the lower 32 bits of a transaction's id; none is above one of now.
     */
    private static final String UNSEEN = "WITH now AS MATERIALIZED ("
            + " SELECT pg_current_xact_id()::text::bigint AS xid, pg_current_snapshot() AS snapshot)"
            + " SELECT c.id FROM now, unnest(?::uuid[], ?::bigint[]) AS c (id, low),"
            + " LATERAL (SELECT (now.xid & ~4294967295) | (c.low & 4294967295) AS xid) AS same,"
            + " LATERAL (SELECT same.xid - CASE WHEN same.xid > now.xid THEN 4294967296 ELSE 0 END AS xid) AS writer"
            + " WHERE writer.xid > 0 AND NOT pg_visible_in_snapshot(writer.xid::text::xid8, now.snapshot)";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final DatabaseSettings settings;
    private @Nullable Connection connection;
    private int writtenChannels;

    OutboxStatusWriter(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Writes everything in one transaction. A row that is gone is none to write.
     *
     * @param changes at most one of each row
     * @param closed rows that are done if they are dead letters, after the changes
     * @param watermarks at most one of each channel
     * @return how many rows of the outbox changed
     * @throws SQLException if nothing was written; the next call connects anew
     */
    int write(Collection<StatusChange> changes, Collection<UUID> closed, Collection<Watermark> watermarks)
            throws SQLException {
        return connected(open -> {
            int rows = change(open, changes) + close(open, closed);
            int channels = layOut(open, watermarks);
            pass(open, watermarks);
            open.commit();
            writtenChannels = channels;
            return rows;
        });
    }

    /**
     * Returns the rows whose transactions have not ended for this session; a change of one would find no row and be lost.
     *
     * @throws SQLException if that can't be told; the next call connects anew
     */
    Set<UUID> unseen(Collection<StatusChange> changes) throws SQLException {
        List<StatusChange> streamed =
                changes.stream().filter(change -> change.xid().isPresent()).toList();
        if (streamed.isEmpty()) {
            return Set.of();
        }
        return connected(open -> {
            Set<UUID> unseen = unseen(open, streamed);
            open.rollback();
            return unseen;
        });
    }

    private static Set<UUID> unseen(Connection open, Collection<StatusChange> streamed) throws SQLException {
        Set<UUID> unseen = new HashSet<>();
        try (PreparedStatement select = open.prepareStatement(UNSEEN)) {
            select.setArray(1, array(open, "uuid", streamed, StatusChange::eventId));
            select.setArray(
                    2, array(open, "int8", streamed, change -> change.xid().orElseThrow()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    unseen.add(row.getObject(1, UUID.class));
                }
            }
        }
        return unseen;
    }

    private static int change(Connection open, Collection<StatusChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return 0;
        }
        // Sorted, so that two writers that meet mostly lock the rows in one order.
        List<StatusChange> sorted = changes.stream()
                .sorted(Comparator.comparing(StatusChange::eventId))
                .toList();
        try (PreparedStatement update = open.prepareStatement(CHANGED)) {
            update.setArray(1, array(open, "uuid", sorted, StatusChange::eventId));
            update.setArray(2, array(open, "int4", sorted, StatusChange::attempts));
            update.setArray(
                    3, array(open, "text", sorted, change -> change.status().text()));
            update.setArray(
                    4, array(open, "text", sorted, change -> change.lastError().orElse(null)));
            return update.executeUpdate();
        }
    }

    private static int close(Connection open, Collection<UUID> closed) throws SQLException {
        if (closed.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = open.prepareStatement(CLOSED)) {
            update.setArray(1, array(open, "uuid", closed, id -> id));
            return update.executeUpdate();
        }
    }

    private int layOut(Connection open, Collection<Watermark> watermarks) throws SQLException {
        int channels = watermarks.stream().mapToInt(Watermark::channels).max().orElse(writtenChannels);
        if (channels != writtenChannels) {
            for (String sql : LAYOUT) {
                try (PreparedStatement statement = open.prepareStatement(sql)) {
                    statement.setInt(1, channels);
                    statement.executeUpdate();
                }
            }
        }
        return channels;
    }

    private static void pass(Connection open, Collection<Watermark> watermarks) throws SQLException {
        if (watermarks.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = open.prepareStatement(PASSED)) {
            upsert.setArray(1, array(open, "int4", watermarks, Watermark::channel));
            upsert.setArray(2, array(open, "int4", watermarks, Watermark::channels));
            upsert.setArray(
                    3, array(open, "int8", watermarks, mark -> mark.heartbeat().beat()));
            upsert.setArray(
                    4,
                    array(
                            open,
                            "text",
                            watermarks,
                            mark -> mark.heartbeat().at().toString()));
            upsert.setArray(
                    5, array(open, "text", watermarks, mark -> mark.heartbeat().snapshot()));
            upsert.executeUpdate();
        }
    }

    private static <T> Array array(
            Connection open, String type, Collection<T> values, Function<T, @Nullable Object> field)
            throws SQLException {
        return open.createArrayOf(type, values.stream().map(field).toArray());
    }

    /** What is done with an open connection. */
    private interface Work<T> {
        T with(Connection open) throws SQLException;
    }

    private <T> T connected(Work<T> work) throws SQLException {
        try {
            Connection open = connection == null ? connect() : connection;
            connection = open;
            return work.with(open);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        Connection opened = settings.connect("graphsync-retry-router", CONNECT_TIMEOUT, ANSWER_TIMEOUT);
        opened.setAutoCommit(false);
        return opened;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        writtenChannels = 0;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyBroken) {
                // Nothing is lost with it: what was not committed is written again.
            }
        }
    }
}
