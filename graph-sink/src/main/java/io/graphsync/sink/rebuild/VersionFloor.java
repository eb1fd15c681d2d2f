package io.graphsync.sink.rebuild;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds a version that is not lower than that of any event which the outbox has lost, and lower than that of every event yet to
 * come. Rows whose events are gone get it.
 *
 * <p>It is a number of the sequence that no event gets, taken before all who were writing to the outbox at that moment have
 * ended: whoever commits later takes a later one. A transaction that has taken a number holds its lock on the table until it
 * ends.
 */
final class VersionFloor {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String NEXT = "SELECT nextval(pg_get_serial_sequence('graph_outbox', 'seq')::regclass)";
    private static final String WRITERS = "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation'"
            + " AND relation = 'graph_outbox'::regclass AND mode = 'RowExclusiveLock' AND granted"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private VersionFloor() {}

    /**
     * Waits until all who are writing to the outbox at this moment have ended.
     *
     * @param waits is called now and then while it waits
     * @throws SQLException if the server does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    static long find(Connection connection, Runnable waits) throws SQLException, InterruptedException {
        long floor = next(connection);
        Set<String> before = writers(connection);
        while (!before.isEmpty()) {
            waits.run();
            Thread.sleep(POLL);
            before.retainAll(writers(connection));
        }
        return floor;
    }

    private static long next(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NEXT)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Set<String> writers(Connection connection) throws SQLException {
        Set<String> writers = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WRITERS)) {
            while (row.next()) {
                writers.add(row.getString(1));
            }
        }
        return writers;
    }
}
