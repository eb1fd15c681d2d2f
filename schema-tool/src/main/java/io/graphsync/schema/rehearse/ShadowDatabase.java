package io.graphsync.schema.rehearse;

import io.graphsync.schema.review.LockUse;
import io.graphsync.schema.target.PgCatalog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One database of the throwaway server, and what a statement does to it. */
final class ShadowDatabase implements AutoCloseable {
    /** Everything that has a file, outside of the catalog. */
    private static final String RELATIONS = """
            SELECT c.oid, n.nspname || '.' || c.relname, c.relfilenode, c.relkind
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'""";

    /** What this session holds on relations; reading takes ACCESS SHARE, which is left out. */
    private static final String LOCKS = """
            SELECT relation, mode FROM pg_locks
             WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted AND mode <> 'AccessShareLock'
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    private static final List<String> STRENGTH = List.of(
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private final Connection connection;

    ShadowDatabase(Connection connection) {
        this.connection = connection;
    }

    /** A relation as it is at a moment. */
    private record Relation(String name, long file, boolean table) {}

    /** Runs a statement in a transaction of its own, commits it, and tells what it did. */
    Observation observe(String sql) throws SQLException {
        Map<Long, Relation> before = relations();
        connection.setAutoCommit(false);
        try {
            execute(sql);
            List<LockUse> locks = locks(before);
            connection.commit();
            return Observation.ran(Optional.of(locks), rewrites(before, relations()));
        } catch (SQLException refused) {
            connection.rollback();
            return Observation.refused(refused(refused));
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Runs a statement that can't be in a transaction; its locks are gone when it is over. */
    Observation observeAlone(String sql) throws SQLException {
        Map<Long, Relation> before = relations();
        try {
            execute(sql);
            return Observation.ran(Optional.empty(), rewrites(before, relations()));
        } catch (SQLException refused) {
            return Observation.refused(refused(refused));
        }
    }

    /**
     * Runs statements in one transaction and takes all of it back.
     *
     * @return the number of the one that the server refused, and why; empty if it took all
     */
    Optional<Map.Entry<Integer, Observation.Refused>> tryTogether(List<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            for (int i = 0; i < statements.size(); i++) {
                try {
                    execute(statements.get(i));
                } catch (SQLException refused) {
                    return Optional.of(Map.entry(i, refused(refused)));
                }
            }
            return Optional.empty();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The definition of each object, by its kind and name. */
    Map<String, String> catalog() throws SQLException {
        Map<String, String> objects = new HashMap<>();
        connection.setAutoCommit(false);
        try {
            execute("SET LOCAL search_path TO ''");
            try (PreparedStatement statement = connection.prepareStatement(PgCatalog.OBJECTS);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    objects.merge(
                            rows.getString(1) + " " + rows.getString(2),
                            String.valueOf(rows.getString(3)),
                            (one, other) -> one + other);
                }
            }
            return objects;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Runs statements, each by itself.
     *
     * @return the number of the one that the server refused, and why; those after it did not run
     */
    Optional<Map.Entry<Integer, Observation.Refused>> runAll(List<String> statements) {
        for (int i = 0; i < statements.size(); i++) {
            try {
                execute(statements.get(i));
            } catch (SQLException refused) {
                return Optional.of(Map.entry(i, refused(refused)));
            }
        }
        return Optional.empty();
    }

    /** Whether the server offers an extension. */
    boolean offers(String extension) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 1 FROM pg_available_extensions WHERE name = ?")) {
            statement.setString(1, extension);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private Map<Long, Relation> relations() throws SQLException {
        Map<Long, Relation> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(RELATIONS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                boolean table = "rmp".contains(rows.getString(4));
                found.put(rows.getLong(1), new Relation(rows.getString(2), rows.getLong(3), table));
            }
        }
        return found;
    }

    private List<LockUse> locks(Map<Long, Relation> before) throws SQLException {
        Map<String, String> strongest = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCKS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Relation relation = before.get(rows.getLong(1));
                if (relation != null) {
                    strongest.merge(relation.name(), rows.getString(2), ShadowDatabase::stronger);
                }
            }
        }
        return strongest.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(lock -> new LockUse(lock.getKey(), lock.getValue()))
                .toList();
    }

    private static String stronger(String one, String other) {
        return STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;
    }

    private static List<String> rewrites(Map<Long, Relation> before, Map<Long, Relation> after) {
        List<String> rewritten = new ArrayList<>();
        before.forEach((oid, relation) -> {
            Relation now = after.get(oid);
            if (relation.table() && now != null && now.file() != relation.file()) {
                rewritten.add(relation.name());
            }
        });
        rewritten.sort(null);
        return rewritten;
    }

    private static Observation.Refused refused(SQLException e) {
        String message =
                String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", "").replaceAll("\\s+", " ");
        return new Observation.Refused(String.valueOf(e.getSQLState()), message);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server is thrown away anyway.
            return;
        }
    }
}
