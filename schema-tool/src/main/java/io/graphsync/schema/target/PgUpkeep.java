package io.graphsync.schema.target;

import io.graphsync.schema.parse.PgManner;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notes which tables need VACUUM or ANALYZE after a change: those with a new vector index, whose planner would not use it
 * without statistics, and those in which many rows were written.
 *
 * <p>It notes them in the transaction of the change where there is one, so that a run that is killed before it came to
 * them leaves them to the next one.
 */
final class PgUpkeep {
    /** Rows written to one table from which on its statistics and visibility are worth renewing at once. */
    static final long LARGE = 10_000;

    private static final String DEFINITION = """
            CREATE TABLE IF NOT EXISTS graphsync_schema.upkeep (
              relation oid PRIMARY KEY,
              table_name text NOT NULL,
              vacuum boolean NOT NULL,
              reason text NOT NULL,
              noted_at timestamptz NOT NULL DEFAULT now(),
              done_at timestamptz
            )""";

    private static final String NOTE = """
            INSERT INTO graphsync_schema.upkeep AS known (relation, table_name, vacuum, reason)
              SELECT c.oid, c.oid::regclass::text, ?::boolean, ?
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.oid = ?::oid AND c.relpersistence <> 't' AND c.relkind IN ('r', 'm')
                 AND n.nspname <> 'graphsync_schema'
              ON CONFLICT (relation) DO UPDATE SET table_name = excluded.table_name, noted_at = now(), done_at = NULL,
                vacuum = excluded.vacuum OR (known.vacuum AND known.done_at IS NULL),
                reason = CASE WHEN known.done_at IS NULL AND known.reason <> excluded.reason
                              THEN known.reason || '; ' || excluded.reason ELSE excluded.reason END""";

    private final PgSession session;

    PgUpkeep(PgSession session) {
        this.session = session;
    }

    /**
     * What was there before a change.
     *
     * @param vectorIndexes the indexes of pgvector
     * @param written by table, the rows written so far
     */
    record Before(Set<String> vectorIndexes, Map<String, Long> written) {}

    /** A table that has to be looked after. */
    record Due(String relation, String table, boolean vacuum, String reason) {
        /** The command, as it is sent. */
        String command() {
            return (vacuum ? "VACUUM (ANALYZE) " : "ANALYZE ") + table;
        }
    }

    void prepare() throws SQLException {
        if (session.query("SELECT to_regclass('graphsync_schema.upkeep')::text")
                .getFirst()
                .isNull(0)) {
            session.execute(DEFINITION);
        }
    }

    /** Looks at the rows that this session wrote; within a transaction, before it changes anything. */
    Before before() throws SQLException {
        return new Before(vectorIndexes().keySet(), written("pg_stat_xact_user_tables"));
    }

    /** Notes what a transaction changed, in that transaction. */
    void note(Before before) throws SQLException {
        note(before, written("pg_stat_xact_user_tables"));
    }

    /** Looks before a statement that commits by itself; servers before 15 cannot tell what it wrote. */
    Before beforeCommits(PgManner manner) throws SQLException {
        return new Before(vectorIndexes().keySet(), manner instanceof PgManner.Procedure ? flushed() : Map.of());
    }

    /** The rows that are written after such a statement; outside of a transaction, at whose end alone they are counted. */
    Map<String, Long> afterCommits(PgManner manner) throws SQLException {
        return manner instanceof PgManner.Procedure ? flushed() : Map.of();
    }

    /** Notes the table of an index if that is a vector index, whenever it was built. */
    void noteVectorIndex(PgManner.BuildIndex build) throws SQLException {
        Map<String, VectorIndex> indexes = vectorIndexes();
        for (PgSession.Row row : session.query("""
                SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                 WHERE i.indrelid = to_regclass(?) AND c.relname = (parse_ident(?))[1]""", build.table(), build.index())) {
            VectorIndex index = indexes.get(row.text(0));
            if (index != null) {
                note(index.table(), false, "its index " + index.name() + " is new");
            }
        }
    }

    void note(Before before, Map<String, Long> written) throws SQLException {
        for (Map.Entry<String, VectorIndex> index : vectorIndexes().entrySet()) {
            if (!before.vectorIndexes().contains(index.getKey())) {
                note(
                        index.getValue().table(),
                        false,
                        "its index " + index.getValue().name() + " is new");
            }
        }
        for (Map.Entry<String, Long> table : written.entrySet()) {
            long rows = table.getValue() - before.written().getOrDefault(table.getKey(), 0L);
            if (rows >= LARGE) {
                note(table.getKey(), true, rows + " rows of it were written");
            }
        }
    }

    private void note(String relation, boolean vacuum, String reason) throws SQLException {
        session.query(NOTE, vacuum, reason, relation);
    }

    private record VectorIndex(String table, String name) {}

    private Map<String, VectorIndex> vectorIndexes() throws SQLException {
        Map<String, VectorIndex> indexes = new HashMap<>();
        for (PgSession.Row row : session.query("""
                SELECT c.oid, i.indrelid, c.relname FROM pg_class c
                  JOIN pg_am a ON a.oid = c.relam JOIN pg_index i ON i.indexrelid = c.oid
                 WHERE a.amname IN ('ivfflat', 'hnsw') AND c.relkind = 'i'""")) {
            indexes.put(row.text(0), new VectorIndex(row.text(1), row.text(2)));
        }
        return indexes;
    }

    private Map<String, Long> written(String view) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        for (PgSession.Row row : session.query("SELECT relid, n_tup_ins + n_tup_upd + n_tup_del FROM " + view
                + " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0")) {
            rows.put(row.text(0), Long.valueOf(row.text(1)));
        }
        return rows;
    }

    /** The counters of the server, after this session handed in its own. */
    private Map<String, Long> flushed() throws SQLException {
        boolean flushes = !session.query("SELECT to_regprocedure('pg_stat_force_next_flush()')::text")
                .getFirst()
                .isNull(0);
        if (!flushes) {
            return Map.of();
        }
        session.query("SELECT pg_stat_force_next_flush()");
        return written("pg_stat_user_tables");
    }

    List<Due> due() throws SQLException {
        return session.query("""
                        SELECT u.relation, c.oid::regclass::text, u.vacuum, u.reason
                          FROM graphsync_schema.upkeep u JOIN pg_class c ON c.oid = u.relation
                         WHERE u.done_at IS NULL ORDER BY u.noted_at, u.table_name""").stream()
                .map(row -> new Due(row.text(0), row.text(1), row.text(2).equals("t"), row.text(3)))
                .toList();
    }

    void markDone(Due due) throws SQLException {
        session.query(
                "UPDATE graphsync_schema.upkeep SET done_at = clock_timestamp() WHERE relation = ?::oid",
                due.relation());
    }
}
