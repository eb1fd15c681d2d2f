package io.graphsync.schema.target;

import io.graphsync.schema.parse.PgManner;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks at what became of an index: CREATE INDEX CONCURRENTLY leaves an invalid one when it fails or is cut off. */
final class PgIndexCheck {
    /** What is there under the index's name. */
    enum Found {
        NOTHING,
        VALID,
        INVALID
    }

    private final PgSession session;
    private final PgManner.BuildIndex build;

    PgIndexCheck(PgSession session, PgManner.BuildIndex build) {
        this.session = session;
        this.build = build;
    }

    Found look() throws SQLException {
        List<PgSession.Row> rows = rows();
        if (rows.isEmpty()) {
            return Found.NOTHING;
        }
        return rows.getFirst().text(1).equals("t") ? Found.VALID : Found.INVALID;
    }

    private List<PgSession.Row> rows() throws SQLException {
        // An index lives in the schema of its table; parse_ident folds and unquotes a name as the server does.
        return session.query("""
                SELECT c.oid::regclass::text, i.indisvalid AND i.indisready, c.oid
                  FROM pg_class t JOIN pg_class c ON c.relnamespace = t.relnamespace
                  JOIN pg_index i ON i.indexrelid = c.oid
                 WHERE t.oid = to_regclass(?) AND c.relname = (parse_ident(?))[1]""", build.table(), build.index());
    }

    /** Somebody else who is building this very index now: it is invalid until he is done. */
    Optional<String> otherBuilder() throws SQLException {
        List<PgSession.Row> rows = rows();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return session.query("""
                        SELECT a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), '?')
                          FROM pg_stat_progress_create_index p JOIN pg_stat_activity a USING (pid)
                         WHERE p.index_relid = ?::oid AND p.pid <> pg_backend_pid()""", rows.getFirst().text(2)).stream()
                .findFirst()
                .map(row -> "process " + row.text(0) + " (user " + row.text(1) + ", application " + row.text(2) + ")");
    }

    void drop() throws SQLException {
        List<PgSession.Row> rows = rows();
        if (!rows.isEmpty()) {
            session.execute("DROP INDEX CONCURRENTLY " + rows.getFirst().text(0));
        }
    }
}
