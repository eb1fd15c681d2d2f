package io.graphsync.outbox.writer;

import java.sql.Connection;
import java.sql.SQLException;

/** The writer's one demand on a connection. */
final class Transactions {
    private Transactions() {}

    static void require(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "the connection is in autocommit mode: the change and its event must be one transaction;"
                            + " call setAutoCommit(false) first");
        }
    }
}
