package io.graphsync.source.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** One connection for short questions, such as how the slot is. Owned by one thread. */
public final class DatabaseSession implements AutoCloseable {
    private final Database database;
    private final Connection connection;

    private DatabaseSession(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @param answerTimeout a question that is not answered in time breaks the connection
     * @throws SQLException if the server can't be reached, or refuses the login
     */
    public static DatabaseSession open(Database database, Duration answerTimeout) throws SQLException {
        return new DatabaseSession(database, database.connect(answerTimeout));
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        database.close(connection);
    }
}
