package io.graphsync.schema.target;

import java.sql.SQLException;

/**
 * The fingerprint of a database: it changes with everything that migrations make, whoever makes it, and with nothing else.
 * Rows of tables do not count, and neither does the role that looks.
 */
final class PgFingerprint {
    private static final String SQL = """
            WITH parts (part) AS (
              SELECT concat_ws('|', 'database', oid, datname) FROM pg_database WHERE datname = current_database()
              UNION ALL
              SELECT concat_ws('|', kind, name, position, definition) FROM (%s) AS objects)
            SELECT encode(sha256(convert_to(coalesce(string_agg(part, E'\\n' ORDER BY part COLLATE "C"), ''), 'UTF8')), 'hex')
              FROM parts""".formatted(PgCatalog.OBJECTS);

    private PgFingerprint() {}

    /** The schema's fingerprint in hexadecimal. */
    static String read(PgSession session) throws SQLException {
        String[] found = {""};
        session.inTransaction(() -> {
            // With nothing on the search path, definitions come with full names, for every role.
            session.execute("SET LOCAL search_path TO ''");
            found[0] = session.query(SQL).getFirst().text(0);
        });
        return found[0];
    }
}
