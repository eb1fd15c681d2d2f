package io.graphsync.schema.target;

import io.graphsync.schema.parse.PgManner;
import java.sql.SQLException;
import java.util.List;

/** Clears what statements left in the catalog when they were cut off, so that they can run again. */
final class PgRemains {
    private final PgSession session;
    private final RunContext context;

    PgRemains(PgSession session, RunContext context) {
        this.session = session;
        this.context = context;
    }

    /**
     * Clears what is there.
     *
     * @param what the statement, for messages
     * @return true if that was all that the statement had to do
     */
    boolean clear(PgManner.Remains remains, String what) throws SQLException {
        return switch (remains) {
            case PgManner.Remains.Nothing ignored -> false;
            case PgManner.Remains.HalfBuiltIndexes indexes -> {
                dropHalfBuilt(indexes, what);
                yield false;
            }
            case PgManner.Remains.PendingDetach detach -> finishDetach(detach, what);
        };
    }

    private void dropHalfBuilt(PgManner.Remains.HalfBuiltIndexes indexes, String what) throws SQLException {
        for (String index : halfBuilt(indexes)) {
            context.say(what + ": drops " + index + ", which an interrupted REINDEX left");
            session.execute("DROP INDEX CONCURRENTLY " + index);
        }
    }

    /** Invalid ones with the names that the server gives them, where nobody builds; those of TOAST tables, too. */
    private List<String> halfBuilt(PgManner.Remains.HalfBuiltIndexes indexes) throws SQLException {
        return session.query("""
                        WITH named AS (SELECT ?::text AS kind, ?::text AS name),
                        roots AS (
                          SELECT to_regclass(name)::oid AS oid FROM named WHERE kind IN ('TABLE', 'INDEX')
                          UNION SELECT t.relid FROM named, pg_partition_tree(to_regclass(name)) t
                                 WHERE kind IN ('TABLE', 'INDEX')),
                        tables AS (
                          SELECT oid FROM roots UNION SELECT i.indrelid FROM pg_index i JOIN roots r ON r.oid = i.indexrelid
                          UNION SELECT c.oid FROM pg_class c, named
                                 WHERE kind = 'SCHEMA' AND c.relnamespace = to_regnamespace(name)),
                        both_kinds AS (
                          SELECT oid FROM tables
                          UNION SELECT c.reltoastrelid FROM pg_class c JOIN tables t ON t.oid = c.oid)
                        SELECT i.indexrelid::regclass::text
                          FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid CROSS JOIN named
                         WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$'
                           AND (kind IN ('DATABASE', 'SYSTEM') OR i.indrelid IN (SELECT oid FROM both_kinds))
                           AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p
                                            WHERE p.relid = i.indrelid AND p.pid <> pg_backend_pid())
                         ORDER BY 1""", indexes.kind(), indexes.name()).stream()
                .map(row -> row.text(0))
                .toList();
    }

    private boolean finishDetach(PgManner.Remains.PendingDetach detach, String what) throws SQLException {
        // Read as JSON, since servers before 14 have no such column.
        boolean pending =
                !session.query("""
                        SELECT 1 FROM pg_inherits i
                         WHERE inhparent = to_regclass(?) AND inhrelid = to_regclass(?)
                           AND to_jsonb(i) ->> 'inhdetachpending' = 'true'""", detach.table(), detach.partition()).isEmpty();
        if (pending) {
            context.say(what + ": finishes the detachment of " + detach.partition() + ", which was interrupted");
            session.execute("ALTER TABLE " + detach.table() + " DETACH PARTITION " + detach.partition() + " FINALIZE");
        }
        return pending;
    }
}
