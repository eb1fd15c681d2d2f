package io.graphsync.source.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to be the one active source of a slot: an advisory lock, held by one connection for as long as it lives.
 * The server gives it to a standby the moment that the connection ends. Owned by one thread.
 */
public final class Lease implements AutoCloseable {
    private final Database database;
    private final Connection connection;

    private Lease(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Takes the lease if nobody has it.
     *
     * @return empty if another source has it
     * @throws SQLException if the server can't be reached, or refuses the login
     */
    public static Optional<Lease> tryAcquire(Database database, String slot) throws SQLException {
        Connection connection = database.connect();
        boolean acquired = false;
        try {
            acquired = lock(connection, slot);
            return acquired ? Optional.of(new Lease(database, connection)) : Optional.empty();
        } finally {
            if (!acquired) {
                database.close(connection);
            }
        }
    }

    private static boolean lock(Connection connection, String slot) throws SQLException {
        long key = UUID.nameUUIDFromBytes(("graphsync source " + slot).getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            lock.setLong(1, key);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Returns the connection that holds the lease, for short questions. */
    Connection connection() {
        return connection;
    }

    /**
     * Asks the server for a sign of life.
     *
     * @throws SQLException if there is none within seconds: the lease must be taken for lost
     */
    public void verify() throws SQLException {
        try (PreparedStatement probe = connection.prepareStatement("SELECT 1")) {
            probe.execute();
        }
    }

    @Override
    public void close() {
        database.close(connection);
    }
}
