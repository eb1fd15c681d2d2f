package io.graphsync.sink.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Takes a PostgreSQL that was restored from a backup past everything that topics and graph had from it before: otherwise its next
 * changes would carry versions that the graph takes for old ones.
 *
 * @param seq the highest version that it has given out by itself
 * @param beat the highest heartbeat
 * @param strangers rows of the outbox whose transactions this server has not reached: they come from another one, and would count as
 *     not applied until it has
 */
record VersionAdvance(long seq, long beat, long strangers) {
    /** What was given out and is in no partition's last records, and not in the graph. */
    private static final long MARGIN = 1_000_000;

    private static final String FIND = """
            SELECT pg_sequence_last_value(pg_get_serial_sequence('graph_outbox', 'seq')::regclass) AS seq,
              pg_sequence_last_value(pg_get_serial_sequence('graph_heartbeat', 'beat')::regclass) AS beat,
              (SELECT count(*) FROM graph_outbox WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())) AS strangers,
              has_sequence_privilege(pg_get_serial_sequence('graph_outbox', 'seq'), 'UPDATE') AS allowed
            """;
    private static final String RAISE = "SELECT setval(pg_get_serial_sequence(?, ?)::regclass, ?)";
    private static final String ADOPT =
            "UPDATE graph_outbox SET xid = pg_current_xact_id() WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())";
    private static final String FORGET = "DELETE FROM graph_sync_progress";

    /** Asks PostgreSQL. */
    static VersionAdvance find(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FIND)) {
            row.next();
            if (!row.getBoolean("allowed")) {
                throw new ReplayException(
                        "a PostgreSQL that was restored is taken forward by the owner of its tables: give"
                                + " DATABASE_URL the role that runs ./migrate");
            }
            return new VersionAdvance(row.getLong("seq"), row.getLong("beat"), row.getLong("strangers"));
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** Returns whether something has to be raised. */
    boolean isNeeded(KnownVersions known) {
        return seq < known.seq() || beat < known.beat() || strangers > 0;
    }

    /** Raises what is not high enough, in one transaction: after a kill it is done, or nothing is. */
    void run(Connection connection, KnownVersions known) {
        try {
            connection.setAutoCommit(false);
            if (seq < known.seq()) {
                raise(connection, "graph_outbox", "seq", known.seq() + MARGIN);
            }
            if (beat < known.beat()) {
                raise(connection, "graph_heartbeat", "beat", known.beat() + MARGIN);
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(ADOPT);
                statement.executeUpdate(FORGET);
            }
            connection.commit();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private static void raise(Connection connection, String table, String column, long value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RAISE)) {
            statement.setString(1, table);
            statement.setString(2, column);
            statement.setLong(3, value);
            statement.execute();
        }
    }

    private static ReplayException failed(SQLException failure) {
        return new ReplayException("PostgreSQL can't be taken forward: " + failure.getMessage(), failure);
    }
}
