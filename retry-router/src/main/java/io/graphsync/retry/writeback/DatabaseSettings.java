package io.graphsync.retry.writeback;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;

/**
 * Where the outbox is.
 *
 * @param url the JDBC URL
 * @param user a role that may update {@code graph_outbox}
 * @param password empty where the server asks for none
 */
public record DatabaseSettings(String url, String user, Password password) {
    /** Checks that all are there. */
    public DatabaseSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /**
     * Connects, with autocommit on.
     *
     * @param name what the server calls the connection
     * @param connectTimeout whole seconds
     * @param answerTimeout how long a statement may take, in whole seconds; the connection breaks after that
     * @throws SQLException if the server can't be reached, or refuses the login
     */
    public Connection connect(String name, Duration connectTimeout, Duration answerTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.put("password", password.value());
        properties.put("connectTimeout", Long.toString(connectTimeout.toSeconds()));
        properties.put("socketTimeout", Long.toString(answerTimeout.toSeconds()));
        properties.put("tcpKeepAlive", "true");
        properties.put("ApplicationName", name);
        return DriverManager.getConnection(url, properties);
    }

    /** Returns the URL without its parameters, which may hold secrets. */
    String address() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    @Override
    public String toString() {
        return address();
    }
}
