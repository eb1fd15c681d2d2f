package io.graphsync.schema.target;

import java.sql.SQLException;

/**
 * The fingerprint of a database: it changes with everything that migrations make, whoever makes it, and with nothing else.
 * Rows of tables do not count, and neither does the role that looks.
 */
final class PgFingerprint {
    /** What the tool keeps for itself is left out, but for the history. */
    private static final String OWN = "NOT IN ('pg_catalog', 'information_schema', 'graphsync_schema')"
            + " AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'";

    private static final String SQL = """
            WITH parts (part) AS (
              SELECT concat_ws('|', 'database', d.oid, d.datname) FROM pg_database d WHERE d.datname = current_database()
              UNION ALL
              SELECT concat_ws('|', 'relation', n.nspname, c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
                               c.relforcerowsecurity, c.reloptions::text, pg_get_expr(c.relpartbound, c.oid),
                               CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname %1$s AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
              UNION ALL
              SELECT concat_ws('|', 'column', n.nspname, c.relname, a.attnum, a.attname,
                               format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                               a.attcollation, pg_get_expr(f.adbin, f.adrelid))
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
               WHERE n.nspname %1$s AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0
                 AND NOT a.attisdropped
              UNION ALL
              SELECT concat_ws('|', 'constraint', n.nspname, o.conrelid::regclass, o.conname, o.convalidated,
                               pg_get_constraintdef(o.oid))
                FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE n.nspname %1$s
              UNION ALL
              SELECT concat_ws('|', 'index', n.nspname, pg_get_indexdef(i.indexrelid), i.indisvalid)
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname %1$s
              UNION ALL
              SELECT concat_ws('|', 'trigger', t.tgenabled, pg_get_triggerdef(t.oid))
                FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname %1$s AND NOT t.tgisinternal
              UNION ALL
              SELECT concat_ws('|', 'function', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
                               p.prosecdef, p.provolatile, p.proconfig::text, p.prosrc, pg_get_function_sqlbody(p.oid))
                FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname %1$s
              UNION ALL
              SELECT concat_ws('|', 'policy', n.nspname, c.relname, o.polname, o.polcmd, o.polpermissive,
                               pg_get_expr(o.polqual, o.polrelid), pg_get_expr(o.polwithcheck, o.polrelid))
                FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname %1$s
              UNION ALL
              SELECT concat_ws('|', 'type', n.nspname, t.typname, t.typtype, e.enumsortorder, e.enumlabel)
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
               WHERE n.nspname %1$s AND t.typtype IN ('e', 'd')
              UNION ALL
              SELECT concat_ws('|', 'extension', extname, extversion) FROM pg_extension)
            SELECT encode(sha256(convert_to(coalesce(string_agg(part, E'\\n' ORDER BY part COLLATE "C"), ''), 'UTF8')), 'hex')
              FROM parts""".formatted(OWN);

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
