package io.graphsync.verification.endtoend;

import static org.awaitility.Awaitility.await;

import io.graphsync.stack.junit.TestStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A synchronous standby that never answers. Commits of its own session wait for it; sessions of the test's database that
 * begin later are content with the local disk.
 */
final class AwaitedStandby implements AutoCloseable {
    private static final String WAITING =
            "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'";

    private final Connection control;
    private final Connection session;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private CompletableFuture<Void> committing = CompletableFuture.runAsync(() -> {});

    private AwaitedStandby(Connection control, Connection session) {
        this.control = control;
        this.session = session;
    }

    static AwaitedStandby of(TestStack stack) throws SQLException {
        Connection control = stack.connection();
        execute(control, "ALTER DATABASE " + stack.database() + " SET synchronous_commit = 'local'");
        execute(control, "ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        execute(control, "SELECT pg_reload_conf()");
        await().until(() -> number(control, "SELECT count(*) FROM pg_settings WHERE setting = 'absent'") == 1);
        Connection session = stack.connection();
        execute(session, "SET synchronous_commit = 'on'");
        return new AwaitedStandby(control, session);
    }

    /** Runs one statement whose commit waits from then on. */
    void commitLate(String sql) {
        committing = CompletableFuture.runAsync(
                () -> {
                    try {
                        execute(session, sql);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                thread);
        await().atMost(Duration.ofSeconds(20)).until(() -> number(control, "SELECT count(*) " + WAITING) == 1);
    }

    /** Ends the wait, so that the rows are seen. */
    void letGo() throws SQLException {
        execute(control, "SELECT pg_cancel_backend(pid) " + WAITING);
        committing.join();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        execute(control, "ALTER SYSTEM RESET synchronous_standby_names");
        execute(control, "SELECT pg_reload_conf()");
        letGo();
        thread.close();
        session.close();
        control.close();
    }
}
