package io.graphsync.outbox.writer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The user on whose behalf a transaction runs, as row-level security reads it: the setting {@code app.current_user},
 * local to the transaction. It ends with the transaction, so a pooled connection never carries it to the next request,
 * poolers in transaction mode included.
 */
public final class UserContext {
    private UserContext() {}

    /**
     * Sets the user for the rest of the current transaction.
     *
     * @param connection in a transaction: autocommit is off
     * @param userId the user's id; is bound as a parameter
     * @throws IllegalStateException if autocommit is on, because the setting would end with this very statement
     * @throws SQLException if the server refuses
     */
    public static void set(Connection connection, String userId) throws SQLException {
        Transactions.require(connection);
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT set_config('app.current_user', ?, true)")) {
            statement.setString(1, userId);
            statement.executeQuery().close();
        }
    }
}
