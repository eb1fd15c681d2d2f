package io.graphsync.schema.review;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Runs the examples on a PostgreSQL, and looks at what they do there. What they make outside of it begins with example. */
final class ExampleRun {
    private static final List<String> STRENGTH = List.of(
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private final Connection connection;
    private final ExampleReview reader;

    ExampleRun(Connection connection, ExampleReview reader) {
        this.connection = connection;
        this.reader = reader;
    }

    /**
     * Runs the bad part, takes it back, and runs the good one.
     *
     * @throws SQLException if the server refuses what it should take; a refusal that is expected is measured
     */
    RulePages.Measured measure(RuleExample example) throws Exception {
        setUp(example);
        RulePages.Measured measured = runBad(example.bad());
        setUp(example);
        connection.setAutoCommit(example.good().alone());
        execute(reader.statements(example.good()));
        connection.setAutoCommit(true);
        return measured;
    }

    private void setUp(RuleExample example) throws SQLException {
        execute("DROP SCHEMA public CASCADE");
        execute("CREATE SCHEMA public");
        execute("DROP SCHEMA IF EXISTS app CASCADE");
        for (String database : texts("SELECT datname FROM pg_database WHERE datname LIKE 'example%'")) {
            execute("DROP DATABASE " + database);
        }
        for (String publication : texts("SELECT pubname FROM pg_publication WHERE pubname LIKE 'example%'")) {
            execute("DROP PUBLICATION " + publication);
        }
        for (String role : texts("SELECT rolname FROM pg_roles WHERE rolname LIKE 'example%'")) {
            execute("DROP ROLE " + role);
        }
        execute("RESET ALL");
        execute(RuleExample.statements(example.setup()));
    }

    private RulePages.Measured runBad(RuleExample.Part bad) throws Exception {
        Map<String, Long> before = files();
        List<String> statements = reader.statements(bad);
        connection.setAutoCommit(bad.alone());
        try {
            Map<Long, String> names = names();
            execute(statements);
            Optional<Map<String, String>> locks = bad.alone() ? Optional.empty() : Optional.of(locks(names));
            return new RulePages.Measured(locks, List.copyOf(rewritten(before, files())), Optional.empty());
        } catch (SQLException e) {
            boolean expected = bad.refusal()
                    .filter(refusal -> refusal.code().equals(e.getSQLState()))
                    .isPresent();
            if (!expected) {
                throw e;
            }
            return RulePages.Measured.refused(e.getSQLState(), String.valueOf(e.getMessage()));
        } finally {
            if (!bad.alone()) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    private void execute(List<String> statements) throws SQLException {
        for (String statement : statements) {
            execute(statement);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        query(sql, row -> texts.add(row.getString(1)));
        return texts;
    }

    /** Tables, views and sequences; indexes follow their tables. */
    private Map<Long, String> names() throws SQLException {
        Map<Long, String> names = new TreeMap<>();
        query("""
                SELECT c.oid, n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')""", row -> names.put(row.getLong(1), row.getString(2)));
        return names;
    }

    private Map<String, Long> files() throws SQLException {
        Map<String, Long> files = new TreeMap<>();
        query("""
                SELECT n.nspname || '.' || c.relname, c.relfilenode FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'm', 'S')""", row -> files.put(row.getString(1), row.getLong(2)));
        return files;
    }

    private Map<String, String> locks(Map<Long, String> names) throws SQLException {
        Map<String, String> locks = new TreeMap<>();
        query("""
                SELECT relation, mode FROM pg_locks
                 WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted AND mode <> 'AccessShareLock'""", row -> {
            String name = names.get(row.getLong(1));
            if (name != null) {
                locks.merge(name, row.getString(2), ExampleRun::stronger);
            }
        });
        return locks;
    }

    /** The lock of two that keeps out more. */
    static String stronger(String one, String other) {
        return STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;
    }

    private static Set<String> rewritten(Map<String, Long> before, Map<String, Long> after) {
        Set<String> rewritten = new TreeSet<>();
        before.forEach((name, file) -> {
            Long now = after.get(name);
            if (now != null && !now.equals(file)) {
                rewritten.add(name);
            }
        });
        return rewritten;
    }

    /** Takes a row. */
    @FunctionalInterface
    private interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowTaker taker) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                taker.take(rows);
            }
        }
    }
}
