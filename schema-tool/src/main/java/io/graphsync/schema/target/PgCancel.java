package io.graphsync.schema.target;

import java.sql.SQLException;
import java.sql.Statement;

/** Asks the server to end a statement that runs. */
final class PgCancel {
    private PgCancel() {}

    static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // It ended on its own, or the server is away: either way nothing runs that could be cancelled.
            return;
        }
    }
}
