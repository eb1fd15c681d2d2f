package io.graphsync.retry.writeback;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes outcomes into {@code graph_outbox}. Opens its connection when there is something to write, and anew after each
 * failure. One thread.
 */
final class OutboxStatusWriter implements AutoCloseable {
    private static final String DEAD_LETTERED = "UPDATE graph_outbox AS o"
            + " SET status = 'deadletter', attempts = l.attempts, last_error = l.last_error, updated_at = now()"
            + " FROM unnest(?::uuid[], ?::int[], ?::text[]) AS l (id, attempts, last_error) WHERE o.id = l.id";

    /** The row is again what all rows are whose event is neither waiting nor dead; the view tells whether it is done. */
    private static final String CLOSED = "UPDATE graph_outbox SET status = 'pending', updated_at = now()"
            + " WHERE id = ANY (?::uuid[]) AND status = 'deadletter'";

    private static final String CONNECT_TIMEOUT_SECONDS = "5";
    private static final String SOCKET_TIMEOUT_SECONDS = "30";

    private final DatabaseSettings settings;
    private @Nullable Connection connection;

    OutboxStatusWriter(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Writes all outcomes in one transaction. A row that is gone is none to write.
     *
     * @param outcomes at most one of each event
     * @return how many rows changed
     * @throws SQLException if nothing was written; the next call connects anew
     */
    int write(List<OutboxOutcome> outcomes) throws SQLException {
        try {
            Connection open = connection == null ? connect() : connection;
            connection = open;
            int rows = writeDeadLettered(open, select(outcomes, OutboxOutcome.DeadLettered.class))
                    + writeClosed(open, select(outcomes, OutboxOutcome.Closed.class));
            open.commit();
            return rows;
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Sorted, so that two writers that meet lock the rows in one order. */
    private static <T extends OutboxOutcome> List<T> select(List<OutboxOutcome> outcomes, Class<T> kind) {
        return outcomes.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .sorted(Comparator.comparing(OutboxOutcome::eventId))
                .toList();
    }

    private static int writeDeadLettered(Connection open, List<OutboxOutcome.DeadLettered> letters)
            throws SQLException {
        if (letters.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = open.prepareStatement(DEAD_LETTERED)) {
            update.setArray(1, array(open, "uuid", letters, OutboxOutcome.DeadLettered::eventId));
            update.setArray(2, array(open, "int4", letters, OutboxOutcome.DeadLettered::attempts));
            update.setArray(3, array(open, "text", letters, OutboxOutcome.DeadLettered::lastError));
            return update.executeUpdate();
        }
    }

    private static int writeClosed(Connection open, List<OutboxOutcome.Closed> closed) throws SQLException {
        if (closed.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = open.prepareStatement(CLOSED)) {
            update.setArray(1, array(open, "uuid", closed, OutboxOutcome.Closed::eventId));
            return update.executeUpdate();
        }
    }

    private static <T> Array array(Connection open, String type, List<T> values, Function<T, Object> field)
            throws SQLException {
        return open.createArrayOf(type, values.stream().map(field).toArray());
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", settings.user());
        properties.put("password", settings.password().value());
        properties.put("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.put("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        properties.put("tcpKeepAlive", "true");
        properties.put("ApplicationName", "graphsync-retry-router");
        Connection opened = DriverManager.getConnection(settings.url(), properties);
        opened.setAutoCommit(false);
        return opened;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyBroken) {
                // Nothing is lost with it: what was not committed is written again.
            }
        }
    }
}
