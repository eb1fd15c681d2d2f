package io.graphsync.sink.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/**
 * Where the rows are.
 *
 * @param url JDBC URL
 * @param user a role that may read conversations, messages and feedback
 * @param password its password; never printed
 */
public record DatabaseSettings(String url, String user, String password) {
    /** Checks that all are there. */
    public DatabaseSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /**
     * Opens a connection.
     *
     * @param applicationName what {@code pg_stat_activity} shows of it
     * @throws SQLException if the server can't be reached, or refuses the login
     */
    public Connection connect(String applicationName) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("ApplicationName", applicationName);
        return DriverManager.getConnection(url, login);
    }

    @Override
    public String toString() {
        return "DatabaseSettings[user=" + user + "]";
    }
}
