package io.graphsync.verification.endtoend;

import io.graphsync.stack.junit.TestStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The outbox of a test: writes rows by hand, and reads what became of them. One thread. */
final class Outbox implements AutoCloseable {
    private final Connection connection;

    Outbox(TestStack stack) throws SQLException {
        this.connection = stack.connection();
    }

    /** A row that the pipeline gave up. */
    record DeadLetter(UUID id, String eventType, int attempts, String lastError) {}

    /** Puts a row into the outbox as no trigger would, and returns its id. */
    UUID write(String eventType, String payload) throws SQLException {
        return writeFor(UUID.randomUUID(), eventType, payload);
    }

    /** The same for an element that there is. */
    UUID writeFor(UUID entity, String eventType, String payload) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO graph_outbox (event_type, entity_id, payload) VALUES (?, ?, ?::jsonb) RETURNING id")) {
            insert.setString(1, eventType);
            insert.setObject(2, entity);
            insert.setString(3, payload);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return Objects.requireNonNull(row.getObject(1, UUID.class));
            }
        }
    }

    /** Runs one statement of an application. */
    void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** Returns how many rows are in one of these states. */
    long countIn(String... states) throws SQLException {
        try (PreparedStatement count =
                connection.prepareStatement("SELECT count(*) FROM graph_outbox_status WHERE state = ANY (?)")) {
            count.setArray(1, connection.createArrayOf("text", states));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    List<DeadLetter> deadLetters() throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT id, event_type, attempts, coalesce(last_error, '') FROM graph_outbox"
                                + " WHERE status = 'deadletter' ORDER BY seq");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                letters.add(new DeadLetter(
                        Objects.requireNonNull(row.getObject(1, UUID.class)),
                        row.getString(2),
                        row.getInt(3),
                        row.getString(4)));
            }
        }
        return letters;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
