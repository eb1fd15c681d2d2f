package io.graphsync.retry.erasure;

import io.graphsync.retry.writeback.DatabaseSettings;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What erasing a user asks of PostgreSQL. One thread. Every method throws {@link ErasureException} where it can't. */
final class ErasureRows implements AutoCloseable {
    private static final String COUNT = "SELECT"
            + " (SELECT count(*) FROM conversations WHERE user_id = ?),"
            + " (SELECT count(*) FROM messages WHERE conversation_id IN (SELECT id FROM conversations WHERE user_id = ?)),"
            + " (SELECT count(*) FROM feedback WHERE user_id = ?),"
            + " (SELECT count(*) FROM graph_erasure WHERE user_id = ? AND finished_at IS NULL)";
    private static final int COUNT_PARAMETERS = 4;

    private static final String UNFINISHED =
            "SELECT id, user_id, requested_at, conversation_ids, message_ids FROM graph_erasure"
                    + " WHERE finished_at IS NULL AND (?::uuid IS NULL OR user_id = ?) ORDER BY requested_at, id";

    /** What an erasure would note now. */
    private static final String WANTED = "SELECT gen_random_uuid(), ?::uuid, now(),"
            + " (SELECT coalesce(array_agg(id), '{}') FROM conversations WHERE user_id = ?),"
            + " (SELECT coalesce(array_agg(m.id), '{}') FROM messages AS m"
            + " JOIN conversations AS c ON c.id = m.conversation_id WHERE c.user_id = ?)";

    // All rows of one transaction have the time at which it began, and an index finds them by it.
    private static final String DELETES = "SELECT count(*) FILTER (WHERE s.state = 'done'),"
            + " count(*) FILTER (WHERE s.state IN ('pending', 'retrying')),"
            + " count(*) FILTER (WHERE s.state = 'deadletter')"
            + " FROM graph_erasure AS e"
            + " JOIN graph_outbox AS o ON o.status IN ('pending', 'processing', 'done', 'deadletter')"
            + " AND o.created_at = e.requested_at AND o.xid = e.xid"
            + " JOIN graph_outbox_status AS s ON s.id = o.id"
            + " WHERE e.id = ?";

    /** A transaction without events, because there was nothing to delete, is passed like any other. */
    private static final String PASSED =
            "SELECT pg_visible_in_snapshot(e.xid, w.snapshot) FROM graph_erasure AS e, graph_sync_watermark AS w WHERE e.id = ?";

    private static final String CONFIRMED =
            "SELECT confirmed_flush_lsn >= ?::pg_lsn FROM pg_catalog.pg_replication_slots WHERE slot_name = ?";

    private static final String EXTENT = "SELECT coalesce(min(seq), 0), coalesce(max(seq), -1) FROM graph_outbox";

    private static final String ABOUT =
            " FROM graph_outbox WHERE seq >= ? AND seq < ? AND (entity_id = ANY (?) OR payload ->> 'user_id' = ?)";

    private static final String FINISH =
            "UPDATE graph_erasure SET finished_at = now(), conversation_ids = '{}', message_ids = '{}' WHERE id = ANY (?)";

    private static final int ROWS_AT_ONCE = 50_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(10);

    private final Connection connection;

    private ErasureRows(Connection connection) {
        this.connection = connection;
    }

    static ErasureRows open(DatabaseSettings settings) {
        try {
            return new ErasureRows(settings.connect("graphsync-erase", CONNECT_TIMEOUT, ANSWER_TIMEOUT));
        } catch (SQLException e) {
            throw new ErasureException(true, "can't connect to PostgreSQL at " + settings + ": " + e.getMessage(), e);
        }
    }

    RowTraces count(UUID user) {
        return asked("count what there is of the user", () -> {
            try (PreparedStatement count = connection.prepareStatement(COUNT)) {
                for (int i = 1; i <= COUNT_PARAMETERS; i++) {
                    count.setObject(i, user);
                }
                try (ResultSet row = count.executeQuery()) {
                    row.next();
                    return new RowTraces(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
                }
            }
        });
    }

    /** Deletes the rows of a user; the triggers write the events of it in the same transaction. */
    void request(UUID user) {
        asked("delete the rows of the user", () -> {
            try (PreparedStatement call = connection.prepareStatement("SELECT graph_erase_user(?)")) {
                call.setObject(1, user);
                call.executeQuery().close();
                return true;
            }
        });
    }

    /** Returns the erasures of a user that are not finished, or of all users, the oldest first. */
    List<Erasure> unfinished(Optional<UUID> user) {
        return erasures(UNFINISHED, user.orElse(null), user.orElse(null));
    }

    /** Returns the erasure that {@link #request} would note now. */
    Erasure wanted(UUID user) {
        return erasures(WANTED, user, user, user).getFirst();
    }

    private List<Erasure> erasures(String query, @Nullable UUID... parameters) {
        return asked("read graph_erasure", () -> {
            List<Erasure> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(query)) {
                for (int i = 0; i < parameters.length; i++) {
                    select.setObject(i + 1, parameters[i]);
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(new Erasure(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                ids(row.getArray(4)),
                                ids(row.getArray(5))));
                    }
                }
            }
            return List.copyOf(found);
        });
    }

    private static Set<UUID> ids(Array array) throws SQLException {
        return Set.of((UUID[]) array.getArray());
    }

    /** Returns what became of the events of an erasure. */
    DeleteProgress deletes(Erasure erasure) {
        return asked("read graph_outbox_status", () -> {
            try (PreparedStatement select = connection.prepareStatement(DELETES)) {
                select.setObject(1, erasure.id());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new DeleteProgress(row.getLong(1), row.getLong(2), row.getLong(3));
                }
            }
        });
    }

    /** Returns whether the watermark has passed the transaction of an erasure. */
    boolean isPassed(Erasure erasure) {
        return asked("read graph_sync_watermark", () -> {
            try (PreparedStatement select = connection.prepareStatement(PASSED)) {
                select.setObject(1, erasure.id());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    /** Returns the end of the write-ahead log. */
    String walPosition() {
        return asked("ask for the end of the write-ahead log", () -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT pg_current_wal_lsn()::text");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        });
    }

    /** Returns whether the source will never again send what is in the log before a position. */
    boolean isConfirmed(String slot, String position) {
        return asked("look at the replication slot", () -> {
            try (PreparedStatement select = connection.prepareStatement(CONFIRMED)) {
                select.setString(1, position);
                select.setString(2, slot);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    /** Counts the outbox rows about a user. */
    long countEvents(UUID user, Collection<Erasure> erasures, LongConsumer passed) {
        return throughOutbox("SELECT count(*)" + ABOUT, user, erasures, passed);
    }

    /** Deletes the outbox rows about a user, in steps that each commit. */
    long deleteEvents(UUID user, Collection<Erasure> erasures, LongConsumer passed) {
        return throughOutbox(
                "WITH gone AS (DELETE" + ABOUT + " RETURNING 1) SELECT count(*) FROM gone", user, erasures, passed);
    }

    private long throughOutbox(String sql, UUID user, Collection<Erasure> erasures, LongConsumer passed) {
        return asked("go through graph_outbox", () -> {
            long from;
            long last;
            try (PreparedStatement extent = connection.prepareStatement(EXTENT);
                    ResultSet row = extent.executeQuery()) {
                row.next();
                from = row.getLong(1);
                last = row.getLong(2);
            }
            Array entities = connection.createArrayOf("uuid", entities(erasures));
            long found = 0;
            try (PreparedStatement step = connection.prepareStatement(sql)) {
                for (long seq = from; seq <= last; seq += ROWS_AT_ONCE) {
                    step.setLong(1, seq);
                    step.setLong(2, seq + ROWS_AT_ONCE);
                    step.setArray(3, entities);
                    step.setString(4, user.toString());
                    try (ResultSet row = step.executeQuery()) {
                        row.next();
                        found += row.getLong(1);
                    }
                    passed.accept(Math.min(last, seq + ROWS_AT_ONCE) - from);
                }
            }
            return found;
        });
    }

    private static Object[] entities(Collection<Erasure> erasures) {
        List<UUID> ids = new ArrayList<>();
        erasures.forEach(erasure -> {
            ids.addAll(erasure.conversations());
            ids.addAll(erasure.messages());
        });
        return ids.toArray();
    }

    /** Notes that nothing more is kept. */
    void finish(Collection<Erasure> erasures) {
        asked("write graph_erasure", () -> {
            try (PreparedStatement update = connection.prepareStatement(FINISH)) {
                update.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", erasures.stream().map(Erasure::id).toArray()));
                return update.executeUpdate();
            }
        });
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private <T> T asked(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            boolean unreachable = e.getSQLState() == null || e.getSQLState().startsWith("08");
            throw new ErasureException(unreachable, "PostgreSQL could not " + what + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // Every statement was its own transaction: nothing is lost with the connection.
        }
    }
}
