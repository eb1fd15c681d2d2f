package io.graphsync.schema.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Everything in a database that a run can change, as lines without object ids and times. */
final class PgSnapshot {
    private static final String OURS = " IN ('public', 'graphsync_schema') ";

    private static final List<String> CATALOG = List.of(
            "SELECT 'relation', nspname, relname, relkind, relpersistence, relispartition FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname" + OURS,
            "SELECT 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attnum,"
                    + " attisdropped, pg_get_expr(adbin, adrelid)"
                    + " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace"
                    + " LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum"
                    + " WHERE attnum > 0 AND nspname" + OURS,
            "SELECT 'constraint', conrelid::regclass, conname, contype, convalidated, pg_get_constraintdef(c.oid)"
                    + " FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace WHERE nspname" + OURS,
            "SELECT 'index', indexrelid::regclass, indisvalid, indisready, pg_get_indexdef(indexrelid)"
                    + " FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace"
                    + " WHERE nspname" + OURS,
            "SELECT 'partition', inhrelid::regclass, inhparent::regclass, inhdetachpending FROM pg_inherits",
            "SELECT 'function', proname, md5(pg_get_functiondef(p.oid)) FROM pg_proc p"
                    + " JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname" + OURS,
            "SELECT 'enum', enumtypid::regtype, enumlabel, enumsortorder FROM pg_enum",
            "SELECT 'invalid', count(*) FROM pg_index WHERE NOT indisvalid",
            "SELECT 'history', file_name, checksum, state, statements_total, statements_done, statements_started,"
                    + " done_digest, fingerprint FROM graphsync_schema.schema_migrations",
            "SELECT 'upkeep', table_name, vacuum, done_at IS NOT NULL FROM graphsync_schema.upkeep");

    private PgSnapshot() {}

    static List<String> of(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String sql : CATALOG) {
                lines.addAll(rows(statement, sql));
            }
            for (String table : rows(
                    statement,
                    "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")) {
                lines.addAll(rows(
                        statement,
                        "SELECT 'rows', '" + table + "', count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM "
                                + table + " t"));
            }
        }
        lines.sort(null);
        return lines;
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                lines.add(String.join(" ", values));
            }
        }
        return lines;
    }
}
