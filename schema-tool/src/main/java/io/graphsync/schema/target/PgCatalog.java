package io.graphsync.schema.target;

/** What a PostgreSQL database consists of, as a query: everything that migrations make, and no rows of tables. */
public final class PgCatalog {
    /** What the tool keeps for itself is left out. */
    private static final String OWN = "NOT IN ('pg_catalog', 'information_schema', 'graphsync_schema')"
            + " AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'";

    /**
     * One row for each object: kind, name, definition, and of columns the position in their table. With an empty search path
     * the definitions come with full names, for every role.
     */
    public static final String OBJECTS = """
            SELECT 'relation' AS kind, concat_ws('.', n.nspname, c.relname) AS name,
                   concat_ws('|', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions::text,
                             pg_get_expr(c.relpartbound, c.oid),
                             CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END) AS definition,
                   NULL::int AS position
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname %1$s AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            UNION ALL
            SELECT 'column', concat_ws('.', n.nspname, c.relname, a.attname),
                   concat_ws('|', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                             a.attcollation, pg_get_expr(f.adbin, f.adrelid)), a.attnum
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
             WHERE n.nspname %1$s AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0
               AND NOT a.attisdropped
            UNION ALL
            SELECT 'constraint', concat_ws('.', n.nspname, c.relname, o.conname),
                   concat_ws('|', o.convalidated, pg_get_constraintdef(o.oid)), NULL
              FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace LEFT JOIN pg_class c ON c.oid = o.conrelid
             WHERE n.nspname %1$s
            UNION ALL
            SELECT 'index', concat_ws('.', n.nspname, t.relname, c.relname),
                   concat_ws('|', pg_get_indexdef(i.indexrelid), i.indisvalid), NULL
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname %1$s
            UNION ALL
            SELECT 'trigger', concat_ws('.', n.nspname, c.relname, t.tgname),
                   concat_ws('|', t.tgenabled, pg_get_triggerdef(t.oid)), NULL
              FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname %1$s AND NOT t.tgisinternal
            UNION ALL
            SELECT 'function',
                   concat(n.nspname, '.', p.proname, '(', pg_get_function_identity_arguments(p.oid), ')'),
                   concat_ws('|', p.prosecdef, p.provolatile, p.proconfig::text, p.prosrc, pg_get_function_sqlbody(p.oid)),
                   NULL
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname %1$s
            UNION ALL
            SELECT 'policy', concat_ws('.', n.nspname, c.relname, o.polname),
                   concat_ws('|', o.polcmd, o.polpermissive, pg_get_expr(o.polqual, o.polrelid),
                             pg_get_expr(o.polwithcheck, o.polrelid)), NULL
              FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname %1$s
            UNION ALL
            SELECT 'type', concat_ws('.', n.nspname, t.typname, e.enumlabel),
                   concat_ws('|', t.typtype, e.enumsortorder), NULL
              FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
             WHERE n.nspname %1$s AND t.typtype IN ('e', 'd')
            UNION ALL
            SELECT 'schema', n.nspname, '', NULL FROM pg_namespace n WHERE n.nspname %1$s
            UNION ALL
            SELECT 'extension', extname, extversion, NULL FROM pg_extension""".formatted(OWN);

    private PgCatalog() {}
}
