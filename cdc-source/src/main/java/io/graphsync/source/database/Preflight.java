package io.graphsync.source.database;

import io.graphsync.source.failure.AwaitedException;
import io.graphsync.source.failure.SourceFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that the server, the role, the tables and the publication are such that capture can work. */
public final class Preflight {
    private static final List<CapturedTable> TABLES = List.of(
            new CapturedTable(
                    "graph_outbox",
                    Set.of(
                            "id",
                            "event_type",
                            "entity_id",
                            "payload",
                            "created_at",
                            "seq",
                            "schema_version",
                            "traceparent"),
                    List.of("SELECT")),
            new CapturedTable("graph_heartbeat", Set.of("beat", "at", "snapshot"), List.of("INSERT", "DELETE")));

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::int AS version, current_setting('wal_level') AS wal_level, pg_is_in_recovery() AS standby, current_user AS role,
                   r.rolsuper OR r.rolreplication
                     OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_replication'
                                   AND pg_has_role(current_user, m.oid, 'MEMBER')) AS replicates
              FROM pg_roles r WHERE r.rolname = current_user""";

    private static final String COLUMNS = """
            SELECT a.attname AS name
              FROM pg_attribute a
             WHERE a.attrelid = to_regclass('public.' || ?) AND a.attnum > 0 AND NOT a.attisdropped""";

    private static final String PRIVILEGES = """
            SELECT privilege FROM unnest(string_to_array(?, ',')) AS privilege
             WHERE NOT has_table_privilege('public.' || ?, privilege)""";

    private static final String PUBLICATION = """
            SELECT p.oid::bigint AS id, p.pubinsert AS inserts,
                   ARRAY(SELECT t.tablename::text FROM pg_publication_tables t
                          WHERE t.pubname = p.pubname AND t.schemaname = 'public') AS tables
              FROM pg_publication p WHERE p.pubname = ?""";

    private static final String BRINGS_IT = "; ./migrate pg --apply brings it";

    private final String publication;

    /**
     * A table whose inserts are captured.
     *
     * @param columns those that the source reads
     * @param privileges those that the source's role needs
     */
    private record CapturedTable(String name, Set<String> columns, List<String> privileges) {}

    /** Takes the publication's name. */
    public Preflight(String publication) {
        this.publication = publication;
    }

    /**
     * Checks server, role and tables.
     *
     * @throws SourceFailedException if somebody has to change the server's or the role's settings
     * @throws AwaitedException if something is missing that a migration brings
     * @throws SQLException if the server does not answer
     */
    public void check(DatabaseSession session) throws SQLException {
        checkServer(session.connection());
        for (CapturedTable table : TABLES) {
            checkColumns(session.connection(), table);
            checkPrivileges(session.connection(), table);
        }
    }

    private static void checkServer(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(SERVER);
                ResultSet row = query.executeQuery()) {
            row.next();
            new ServerFacts(
                            row.getInt("version"),
                            row.getString("wal_level"),
                            row.getBoolean("standby"),
                            row.getString("role"),
                            row.getBoolean("replicates"))
                    .check();
        }
    }

    private static void checkColumns(Connection connection, CapturedTable table) throws SQLException {
        List<String> present = texts(connection, COLUMNS, table.name());
        if (present.isEmpty()) {
            throw new AwaitedException("the table " + table.name(), "it does not exist" + BRINGS_IT);
        }
        Set<String> missing = new TreeSet<>(table.columns());
        present.forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw new AwaitedException(
                    "columns of the table " + table.name(), "it lacks " + String.join(", ", missing) + BRINGS_IT);
        }
    }

    private static void checkPrivileges(Connection connection, CapturedTable table) throws SQLException {
        List<String> missing = texts(connection, PRIVILEGES, String.join(",", table.privileges()), table.name());
        if (!missing.isEmpty()) {
            throw new AwaitedException(
                    "leave to use the table " + table.name(),
                    "the role lacks a privilege: GRANT " + String.join(", ", missing) + " ON " + table.name()
                            + " TO the role" + BRINGS_IT);
        }
    }

    private static List<String> texts(Connection connection, String sql, String... parameters) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
        }
        return texts;
    }

    /**
     * Checks that the publication carries the inserts of both tables.
     *
     * @return the publication's identity: another one of the same name has another
     * @throws AwaitedException if it does not
     * @throws SQLException if the server does not answer
     */
    public long checkPublication(DatabaseSession session) throws SQLException {
        String name = "the publication " + publication;
        try (PreparedStatement query = session.connection().prepareStatement(PUBLICATION)) {
            query.setString(1, publication);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new AwaitedException(name, "it does not exist" + BRINGS_IT);
                }
                List<String> covered = List.of((String[]) row.getArray("tables").getArray());
                String missing = TABLES.stream()
                        .map(CapturedTable::name)
                        .filter(table -> !covered.contains(table))
                        .collect(Collectors.joining(" and "));
                if (!row.getBoolean("inserts") || !missing.isEmpty()) {
                    throw new AwaitedException(
                            name,
                            "it does not publish the inserts of " + (missing.isEmpty() ? "its tables" : missing)
                                    + BRINGS_IT);
                }
                return row.getLong("id");
            }
        }
    }
}
