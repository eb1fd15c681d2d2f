package io.graphsync.schema.target;

import io.graphsync.schema.parse.PgManner;
import java.sql.SQLException;
import java.util.List;

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
                SELECT c.oid::regclass::text, i.indisvalid AND i.indisready
                  FROM pg_class t JOIN pg_class c ON c.relnamespace = t.relnamespace
                  JOIN pg_index i ON i.indexrelid = c.oid
                 WHERE t.oid = to_regclass(?) AND c.relname = (parse_ident(?))[1]""", build.table(), build.index());
    }

    void drop() throws SQLException {
        List<PgSession.Row> rows = rows();
        if (!rows.isEmpty()) {
            session.execute("DROP INDEX CONCURRENTLY " + rows.getFirst().text(0));
        }
    }
}
