package io.graphsync.retry.stage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns that the write-back touches, and the table of progress, as the migrations define them. */
public final class OutboxTable {
    private static final String DDL = "CREATE TABLE graph_outbox (id uuid PRIMARY KEY,"
            + " status text NOT NULL DEFAULT 'pending'"
            + " CHECK (status IN ('pending', 'processing', 'done', 'deadletter')),"
            + " attempts integer NOT NULL DEFAULT 0, last_error text,"
            + " updated_at timestamptz NOT NULL DEFAULT '2000-01-01');"
            + " CREATE TABLE graph_sync_progress (channel integer PRIMARY KEY, channels integer NOT NULL,"
            + " beat bigint NOT NULL, at timestamptz NOT NULL, snapshot pg_snapshot NOT NULL,"
            + " updated_at timestamptz NOT NULL DEFAULT now(), CHECK (channel >= 0 AND channel < channels))";

    private final String url;
    private final String user;
    private final String password;

    /** How far a partition of the retry topic has come. */
    public record Progress(int channels, long beat, String snapshot) {}

    /** What a row shows. */
    public record Row(String status, int attempts, @Nullable String lastError, boolean touched) {}

    /** Names the database; touches nothing. */
    public OutboxTable(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Makes the tables. */
    public void create() throws SQLException {
        execute(DDL);
    }

    /** Makes a role with the rights of {@code app_rw} and no others. */
    public void createRole(String name, String rolePassword) throws SQLException {
        execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + rolePassword + "'");
        execute("GRANT SELECT, INSERT, DELETE, UPDATE (status, attempts, last_error, updated_at) ON graph_outbox TO "
                + name);
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON graph_sync_progress TO " + name);
    }

    /** Returns the progress by channel. */
    public Map<Integer, Progress> progress() throws SQLException {
        Map<Integer, Progress> progress = new HashMap<>();
        try (Connection connection = connect();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT channel, channels, beat, snapshot::text FROM graph_sync_progress")) {
            while (row.next()) {
                progress.put(row.getInt(1), new Progress(row.getInt(2), row.getLong(3), row.getString(4)));
            }
        }
        return progress;
    }

    /** Adds rows. */
    public void insert(Collection<UUID> ids) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO graph_outbox (id) SELECT unnest(?::uuid[])")) {
            insert.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            insert.executeUpdate();
        }
    }

    /** Returns all rows by id. */
    public Map<UUID, Row> rows() throws SQLException {
        Map<UUID, Row> rows = new HashMap<>();
        try (Connection connection = connect();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT id, status, attempts, last_error, updated_at > '2000-01-02' FROM graph_outbox")) {
            while (row.next()) {
                rows.put(
                        row.getObject(1, UUID.class),
                        new Row(row.getString(2), row.getInt(3), row.getString(4), row.getBoolean(5)));
            }
        }
        return rows;
    }

    /** Returns one row. */
    public Row row(UUID id) throws SQLException {
        Row row = rows().get(id);
        if (row == null) {
            throw new IllegalStateException("the outbox has no row " + id);
        }
        return row;
    }

    /** Runs one statement. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }
}
