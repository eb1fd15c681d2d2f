package io.graphsync.sink.verify;

import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.verify.OutboxFact.State;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says. Each question is short and takes no locks; between two of them nothing is held, so that the server can
 * clean up behind writers while a long comparison runs. One thread.
 */
final class RowSide implements AutoCloseable {
    /** What PostgreSQL shows of the connection. */
    static final String APPLICATION_NAME = "graphsync-verify";

    private static final String LIMITS =
            "SET TIME ZONE 'UTC'; SET statement_timeout = '30s'; SET jit = off; SET max_parallel_workers_per_gather = 0";

    private final Connection connection;
    private final LongestQuestion longest;

    private RowSide(Connection connection, LongestQuestion longest) {
        this.connection = connection;
        this.longest = longest;
    }

    /**
     * Connects, for reading only.
     *
     * @param longest is told of each question
     */
    static RowSide open(DatabaseSettings database, LongestQuestion longest) throws SQLException {
        Connection connection = database.connect(APPLICATION_NAME);
        try (Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute(LIMITS);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new RowSide(connection, longest);
    }

    /** What the rows and the outbox say of some elements in one snapshot. */
    record Known(Map<ElementState.Key, ElementState> rows, Map<ElementState.Key, OutboxFact> newest) {}

    /** The server's clock. */
    Instant now() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** Cuts the range of so many rows that follows an id. */
    KeyRange range(Subject subject, String after, int size) throws SQLException {
        KeyRange rest = new KeyRange(after, Optional.empty());
        return rows(RowStatements.of(subject).end(rest, size), bounds(rest), row -> row.getString(1)).stream()
                .findFirst()
                .map(last -> new KeyRange(after, Optional.of(last)))
                .orElse(rest);
    }

    long count(Subject subject) throws SQLException {
        String table = RowStatements.of(subject).table();
        return rows("SELECT count(*) FROM " + table, List.of(), row -> row.getLong(1))
                .getFirst();
    }

    Digest digest(Subject subject, KeyRange range) throws SQLException {
        return rows(RowStatements.of(subject).digest(range), bounds(range), row -> Digest.of(row.getLong(1), sum(row)))
                .getFirst();
    }

    private static BigInteger sum(ResultSet row) throws SQLException {
        return row.getBigDecimal(2).toBigInteger();
    }

    /** The rows of a range by their keys. The users of one message come in Java's order, not in that of the server's collation. */
    List<ElementState> states(Subject subject, KeyRange range) throws SQLException {
        List<ElementState> states =
                rows(RowStatements.of(subject).rows(range), bounds(range), row -> ExpectedState.ofRow(subject, row));
        states.sort(Comparator.comparing(ElementState::key));
        return states;
    }

    /** Rows and newest events of some elements. */
    Known known(Subject subject, Collection<ElementState.Key> keys) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return new Known(rowsOf(subject, keys), newest(subject, keys));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Map<ElementState.Key, ElementState> rowsOf(Subject subject, Collection<ElementState.Key> keys)
            throws SQLException {
        Map<ElementState.Key, ElementState> byKey = new HashMap<>();
        rows(RowStatements.of(subject).rowsOf(), List.of((Object) ids(keys)), row -> ExpectedState.ofRow(subject, row))
                .forEach(state -> byKey.put(state.key(), state));
        byKey.keySet().retainAll(keys);
        return byKey;
    }

    /** The newest event of each of some elements. */
    Map<ElementState.Key, OutboxFact> newest(Subject subject, Collection<ElementState.Key> keys) throws SQLException {
        Map<ElementState.Key, OutboxFact> byKey = new HashMap<>();
        rows(RowStatements.of(subject).newest(), List.of((Object) ids(keys)), row -> {
            String user = row.getString(3);
            ElementState.Key key = new ElementState.Key(row.getString(2), user == null ? "" : user);
            byKey.put(key, fact(subject, key, row));
            return key;
        });
        byKey.keySet().retainAll(keys);
        return byKey;
    }

    private static OutboxFact fact(Subject subject, ElementState.Key key, ResultSet row) throws SQLException {
        boolean delete = row.getString(6).endsWith("_delete");
        return new OutboxFact(
                row.getObject(1, UUID.class),
                row.getLong(4),
                State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                delete ? Optional.empty() : ExpectedState.ofPayload(subject, key, row.getString(7)));
    }

    /** Ids that are no UUIDs are in no row. */
    private static String[] ids(Collection<ElementState.Key> keys) {
        return keys.stream()
                .map(ElementState.Key::id)
                .filter(UuidText::is)
                .distinct()
                .toArray(String[]::new);
    }

    private static List<Object> bounds(KeyRange range) {
        List<Object> bounds = new ArrayList<>();
        if (!range.after().isEmpty()) {
            bounds.add(range.after());
        }
        range.upTo().ifPresent(bounds::add);
        return bounds;
    }

    /** A row as a value. */
    private interface Mapper<T extends @Nullable Object> {
        T map(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, List<?> parameters, Mapper<T> mapper) throws SQLException {
        long began = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) instanceof String[] array) {
                    statement.setArray(i + 1, connection.createArrayOf("text", array));
                } else {
                    statement.setString(i + 1, String.valueOf(parameters.get(i)));
                }
            }
            List<T> mapped = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    mapped.add(mapper.map(row));
                }
            }
            return mapped;
        } finally {
            longest.ended(sql, began);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
