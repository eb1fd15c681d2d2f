package io.graphsync.sink.verify;

import java.util.Objects;

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

    @Override
    public String toString() {
        return "DatabaseSettings[user=" + user + "]";
    }
}
