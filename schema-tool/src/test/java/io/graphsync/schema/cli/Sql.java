package io.graphsync.schema.cli;

import io.graphsync.stack.junit.TestStack;
import java.sql.SQLException;

/** A test's own look at its database. */
final class Sql {
    private Sql() {}

    /** The first column of the first row. */
    static String value(TestStack stack, String sql) throws SQLException {
        try (var connection = stack.connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    static void run(TestStack stack, String... statements) throws SQLException {
        try (var connection = stack.connection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
