package io.graphsync.retry.writeback;

import java.util.Objects;
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
