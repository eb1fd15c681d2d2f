package io.graphsync.source.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Writes beats over a connection of its own, so that a beat that waits holds nobody up. Owned by one thread. */
final class HeartbeatWriter implements AutoCloseable {
    private static final String BEAT =
            "WITH former AS (DELETE FROM public.graph_heartbeat) INSERT INTO public.graph_heartbeat DEFAULT VALUES";

    /** A beat is worth waiting for seconds, and never for a standby server: the next one says more. */
    private static final Map<String, String> SETTINGS =
            Map.of("lock_timeout", "3000", "statement_timeout", "5000", "synchronous_commit", "local");

    private final Database database;
    private final Connection connection;

    private HeartbeatWriter(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws SQLException if the server can't be reached, or refuses the login
     */
    static HeartbeatWriter open(Database database) throws SQLException {
        Connection connection = database.connect();
        try {
            Database.set(connection, SETTINGS);
            return new HeartbeatWriter(database, connection);
        } catch (SQLException failed) {
            database.close(connection);
            throw failed;
        }
    }

    /** Replaces the one row of the table: only inserts are published. */
    void beat() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(BEAT);
        }
    }

    @Override
    public void close() {
        database.close(connection);
    }
}
