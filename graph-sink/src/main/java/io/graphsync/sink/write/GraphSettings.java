package io.graphsync.sink.write;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How to reach a graph.
 *
 * @param uri a {@code bolt://} or {@code neo4j://} address, encrypted or not
 * @param username the user
 * @param password its password; never printed
 * @param database the database's name
 * @param connectTimeout for opening one connection
 * @param acquisitionTimeout for getting one from the pool
 * @param transactionTimeout after which the server ends a transaction of ours
 */
public record GraphSettings(
        URI uri,
        String username,
        String password,
        String database,
        Duration connectTimeout,
        Duration acquisitionTimeout,
        Duration transactionTimeout) {
    /** Default of {@link #connectTimeout()}. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Default of {@link #acquisitionTimeout()}. */
    public static final Duration ACQUISITION_TIMEOUT = Duration.ofSeconds(10);

    /** Default of {@link #transactionTimeout()}. */
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

    /** Checks that all are there. */
    public GraphSettings {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        Objects.requireNonNull(acquisitionTimeout, "acquisitionTimeout");
        Objects.requireNonNull(transactionTimeout, "transactionTimeout");
    }

    /** Returns settings with the default timeouts. */
    public static GraphSettings of(URI uri, String username, String password, String database) {
        return new GraphSettings(
                uri, username, password, database, CONNECT_TIMEOUT, ACQUISITION_TIMEOUT, TRANSACTION_TIMEOUT);
    }

    /** Returns the same for a graph at another address. */
    public GraphSettings at(URI other) {
        return new GraphSettings(
                other, username, password, database, connectTimeout, acquisitionTimeout, transactionTimeout);
    }

    /** Returns the same for another database of the server. */
    public GraphSettings in(String other) {
        return new GraphSettings(
                uri, username, password, other, connectTimeout, acquisitionTimeout, transactionTimeout);
    }

    @Override
    public String toString() {
        return uri + " (database " + database + ", user " + username + ")";
    }
}
