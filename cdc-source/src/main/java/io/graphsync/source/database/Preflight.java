package io.graphsync.source.database;

import io.graphsync.source.failure.AwaitedException;
import io.graphsync.source.failure.SourceFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks that the server, the role, the table and the publication are such that capture can work. */
public final class Preflight {
    private static final Set<String> COLUMNS = new TreeSet<>(
            List.of("id", "event_type", "entity_id", "payload", "created_at", "seq", "schema_version", "traceparent"));

    private static final String SERVER = """
            SELECT current_setting('server_version_num')::int AS version, current_setting('wal_level') AS wal_level, pg_is_in_recovery() AS standby, current_user AS role,
                   r.rolsuper OR r.rolreplication
                     OR EXISTS (SELECT FROM pg_roles m WHERE m.rolname = 'rds_replication'
                                   AND pg_has_role(current_user, m.oid, 'MEMBER')) AS replicates
              FROM pg_roles r WHERE r.rolname = current_user""";

    private static final String TABLE = """
            SELECT a.attname AS name, has_table_privilege(a.attrelid, 'SELECT') AS readable
              FROM pg_attribute a
             WHERE a.attrelid = to_regclass('public.graph_outbox') AND a.attnum > 0 AND NOT a.attisdropped""";

    private static final String PUBLICATION = """
            SELECT p.pubinsert AS inserts,
                   EXISTS (SELECT FROM pg_publication_tables t WHERE t.pubname = p.pubname
                              AND t.schemaname = 'public' AND t.tablename = 'graph_outbox') AS covers
              FROM pg_publication p WHERE p.pubname = ?""";

    private static final String BRINGS_IT = "; ./migrate pg --apply brings it";

    private final String publication;

    /** Takes the publication's name. */
    public Preflight(String publication) {
        this.publication = publication;
    }

    /**
     * Checks all.
     *
     * @throws SourceFailedException if somebody has to change the server's or the role's settings
     * @throws AwaitedException if something is missing that a migration brings
     * @throws SQLException if the server does not answer
     */
    public void check(Lease lease) throws SQLException {
        checkServer(lease.connection());
        checkTable(lease.connection());
        checkPublication(lease.connection());
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

    private static void checkTable(Connection connection) throws SQLException {
        Set<String> missing = new TreeSet<>(COLUMNS);
        boolean readable = true;
        boolean present = false;
        try (PreparedStatement query = connection.prepareStatement(TABLE);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                present = true;
                missing.remove(row.getString("name"));
                readable = row.getBoolean("readable");
            }
        }
        if (!present) {
            throw new AwaitedException("the table graph_outbox", "it does not exist" + BRINGS_IT);
        }
        if (!missing.isEmpty()) {
            throw new AwaitedException(
                    "columns of the table graph_outbox", "it lacks " + String.join(", ", missing) + BRINGS_IT);
        }
        if (!readable) {
            throw new AwaitedException(
                    "leave to read graph_outbox", "the role may not read it: GRANT SELECT ON graph_outbox" + BRINGS_IT);
        }
    }

    private void checkPublication(Connection connection) throws SQLException {
        String name = "the publication " + publication;
        try (PreparedStatement query = connection.prepareStatement(PUBLICATION)) {
            query.setString(1, publication);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new AwaitedException(name, "it does not exist" + BRINGS_IT);
                }
                if (!row.getBoolean("inserts") || !row.getBoolean("covers")) {
                    throw new AwaitedException(name, "it does not publish the inserts of graph_outbox" + BRINGS_IT);
                }
            }
        }
    }
}
