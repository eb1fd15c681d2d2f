package io.graphsync.schema.target;

import io.graphsync.schema.review.TableSizes;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * How large tables are, with their partitions, indexes and TOAST, as the last VACUUM or ANALYZE counted: the functions that
 * look at the files would wait for whoever has locked a table.
 */
final class PgSizes {
    private static final String SIZES = """
            WITH RECURSIVE tree (root, part) AS (
              SELECT c.oid, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                 AND n.nspname !~ '^pg_(toast|temp)'
              UNION ALL
              SELECT tree.root, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.part),
            owned (root, relation) AS (
              SELECT root, part FROM tree
              UNION ALL SELECT tree.root, c.reltoastrelid FROM tree JOIN pg_class c ON c.oid = tree.part
              UNION ALL SELECT tree.root, i.indexrelid FROM tree JOIN pg_index i ON i.indrelid = tree.part)
            SELECT n.nspname || '.' || c.relname,
                   (sum(greatest(o.relpages, 0)) * current_setting('block_size')::bigint)::bigint
              FROM owned JOIN pg_class o ON o.oid = owned.relation
              JOIN pg_class c ON c.oid = owned.root JOIN pg_namespace n ON n.oid = c.relnamespace
             GROUP BY 1""";

    private PgSizes() {}

    static TableSizes read(PgSession session) throws SQLException {
        Map<String, Long> bytes = new HashMap<>();
        for (PgSession.Row row : session.query(SIZES)) {
            bytes.put(row.text(0), Long.valueOf(row.text(1)));
        }
        return new TableSizes(bytes);
    }
}
