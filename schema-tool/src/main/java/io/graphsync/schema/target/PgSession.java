package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** One connection to PostgreSQL; statements go out as they are, one at a time. */
final class PgSession implements AutoCloseable {
    static {
        // Named here, so that no class path has to be searched for drivers.
        if (!Driver.isRegistered()) {
            throw new IllegalStateException("pgjdbc registers itself when it is loaded");
        }
    }

    private final Connection connection;

    private PgSession(Connection connection) {
        this.connection = connection;
    }

    /** Connects; a server that is away or refuses the login is a failure that says so. */
    static PgSession open(PostgresTarget target, String purpose) {
        Properties properties = new Properties();
        target.user().ifPresent(user -> properties.setProperty("user", user));
        target.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("ApplicationName", "graphsync-migrate " + purpose);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "15");
        properties.setProperty("tcpKeepAlive", "true");
        // In extended mode the driver would cut statements itself, and wrongly so after a body of SQL.
        properties.setProperty("preferQueryMode", "simple");
        // JDBC's own log would repeat what the failure says, on standard error.
        properties.setProperty("logServerErrorDetail", "false");
        try {
            return new PgSession(DriverManager.getConnection(target.jdbcUrl(), properties));
        } catch (SQLException e) {
            throw new MigrateException(
                    FailureKind.UNREACHABLE,
                    "PostgreSQL at " + target.address()
                            + (PgErrors.isLogin(e) ? " refused the login: " : " cannot be reached: ")
                            + PgErrors.message(e),
                    e);
        }
    }

    Connection jdbc() {
        return connection;
    }

    /** A row as texts. */
    record Row(List<@Nullable String> values) {
        String text(int column) {
            String value = values.get(column);
            return value == null ? "" : value;
        }

        /** A whole number, 0 for none. */
        long number(int column) {
            String value = values.get(column);
            return value == null ? 0 : Long.parseLong(value);
        }

        boolean isNull(int column) {
            return values.get(column) == null;
        }
    }

    /** Runs a query of the tool's own; parameters are bound as texts. */
    List<Row> query(String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            boolean hasRows = statement.execute();
            List<Row> rows = new ArrayList<>();
            if (hasRows) {
                ResultSet result = statement.getResultSet();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<@Nullable String> values = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        values.add(result.getString(i));
                    }
                    rows.add(new Row(values));
                }
            }
            return rows;
        }
    }

    /** Runs a command of the tool's own. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Until the transaction ends, whatever role a file has taken on. */
    void actAsLogin() throws SQLException {
        execute("SET LOCAL SESSION AUTHORIZATION DEFAULT");
        execute("SET LOCAL ROLE NONE");
    }

    /**
     * Keeps a server from ending a session that has nothing to do for long, as while another store works, and lets it
     * notice when this process is gone instead of finishing what nobody waits for. Older servers can do neither.
     */
    void endureIdleness() throws SQLException {
        query("""
                SELECT set_config(name, CASE name WHEN 'idle_session_timeout' THEN '0' ELSE '2s' END, false)
                  FROM pg_settings WHERE name IN ('idle_session_timeout', 'client_connection_check_interval')""");
    }

    /** Something that is done in one transaction. */
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Runs the work in one transaction; nothing of it stays if it fails. */
    void inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            work.run();
            connection.commit();
            committed = true;
        } finally {
            if (!committed) {
                rollback();
            }
            restoreAutoCommit();
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and the transaction with it; the failure that brought us here says why.
            closeQuietly();
        }
    }

    private void restoreAutoCommit() {
        try {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Nothing is left that could be closed.
            return;
        }
    }

    @Override
    public void close() {
        closeQuietly();
    }
}
