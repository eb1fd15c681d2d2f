package io.graphsync.console.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** What the demo asks PostgreSQL, as its superuser or as the application. */
final class DemoDatabase {
    private final Credentials credentials;

    DemoDatabase(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Opens a connection of the application's role. */
    Connection asApplication() throws SQLException {
        return connect("app_rw", credentials.applicationPassword());
    }

    private Connection asOwner() throws SQLException {
        Servers.Postgres postgres = credentials.servers().postgres();
        return connect(postgres.user(), postgres.password());
    }

    private Connection connect(String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(credentials.servers().postgres().jdbcUrl(), properties);
    }

    /** Gives the roles their passwords: with kept data they exist already, with those of the last time. */
    void setRolePasswords() throws SQLException {
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement()) {
            // The passwords are ours and hexadecimal, so quoting them is safe.
            statement.execute("ALTER ROLE app_rw PASSWORD '" + credentials.applicationPassword() + "'");
            statement.execute("ALTER ROLE cdc_source PASSWORD '" + credentials.sourcePassword() + "'");
        }
    }

    /** Returns how many outbox rows are marked as dead letters. */
    long deadLetters() throws SQLException {
        return count("SELECT count(*) FROM graph_outbox WHERE status = 'deadletter'");
    }

    /** Returns how many rows the outbox has. */
    long outboxRows() throws SQLException {
        return count("SELECT count(*) FROM graph_outbox");
    }

    private long count(String query) throws SQLException {
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
