package io.graphsync.verification.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.junit.TestStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** One connection of a test. Values are texts; a null reads as "null". One thread. */
public final class Sql implements AutoCloseable {
    private final Connection connection;

    private Sql(Connection connection) {
        this.connection = connection;
    }

    /** Opens the test's database as the superuser. */
    public static Sql open(TestStack stack) throws SQLException {
        return new Sql(stack.connection());
    }

    /** Opens the test's database as somebody. */
    public static Sql open(TestStack stack, String user, String password) throws SQLException {
        return new Sql(DriverManager.getConnection(stack.jdbcUrl(), user, password));
    }

    /** The connection itself. */
    public Connection connection() {
        return connection;
    }

    /** Runs a statement and returns how many rows it changed or gave. */
    public int run(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            if (!statement.execute()) {
                return statement.getUpdateCount();
            }
            int rows = 0;
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows++;
                }
            }
            return rows;
        }
    }

    /** The first column of the one row that a query must have. */
    public String value(String sql, @Nullable Object... parameters) throws SQLException {
        List<String> rows = rows(sql, parameters);
        assertThat(rows).as(sql).hasSize(1);
        return rows.getFirst();
    }

    /** Every row as the texts of its columns, with a blank between them. */
    public List<String> rows(String sql, @Nullable Object... parameters) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringJoiner row = new StringJoiner(" ");
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /**
     * Why the server refused a statement.
     *
     * @param message with detail and hint
     */
    public record Refusal(String sqlState, String message) {}

    /** The refusal of a statement, which the server must refuse. */
    public Refusal refusal(String sql, @Nullable Object... parameters) {
        try {
            run(sql, parameters);
        } catch (SQLException e) {
            return new Refusal(String.valueOf(e.getSQLState()), String.valueOf(e.getMessage()));
        }
        throw new AssertionError("the server took what it should refuse: " + sql);
    }

    /** Asserts that the role may not run a statement. */
    public void assertNotAllowed(String sql) {
        assertThat(refusal(sql)).as(sql).extracting(Refusal::sqlState).isEqualTo("42501");
    }

    /** Starts a transaction, or several one after the other. */
    public Sql begin() throws SQLException {
        connection.setAutoCommit(false);
        return this;
    }

    /** Commits, and goes back to one transaction a statement. */
    public void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Rolls back, and goes back to one transaction a statement. */
    public void rollback() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
