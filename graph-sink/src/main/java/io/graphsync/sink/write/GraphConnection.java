package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.NotificationSeverity;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;

/**
 * Connections to one graph. Opening one contacts nobody: the first transaction does. Safe for use by many threads.
 */
public final class GraphConnection implements AutoCloseable {
    private final Driver driver;
    private final SessionConfig session;
    private final TransactionConfig transaction;
    private final GraphSettings settings;

    private GraphConnection(Driver driver, GraphSettings settings) {
        this.driver = driver;
        this.settings = settings;
        this.session = SessionConfig.builder()
                .withDatabase(settings.database())
                .withFetchSize(-1)
                .build();
        this.transaction = TransactionConfig.builder()
                .withTimeout(settings.transactionTimeout())
                .build();
    }

    /**
     * Prepares connections.
     *
     * @throws IllegalArgumentException if the address has a scheme that is not Neo4j's
     */
    public static GraphConnection open(GraphSettings settings) {
        Config config = Config.builder()
                .withConnectionTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionAcquisitionTimeout(settings.acquisitionTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .withMinimumNotificationSeverity(NotificationSeverity.OFF)
                .withUserAgent("graphsync")
                .withTelemetryDisabled(true)
                .build();
        Driver driver = GraphDatabase.driver(
                settings.uri(), AuthTokens.basic(settings.username(), settings.password()), config);
        return new GraphConnection(driver, settings);
    }

    /** Returns what it was opened with. */
    public GraphSettings settings() {
        return settings;
    }

    /** What is done within one transaction. */
    interface Work<T> {
        T run(Transaction transaction);
    }

    /** Runs work in a transaction and commits it. The driver's own retries are not used. */
    <T> T write(Work<T> work) throws GraphFailure {
        try (Session open = driver.session(session);
                Transaction current = open.beginTransaction(transaction)) {
            T result = work.run(current);
            current.commit();
            return result;
        } catch (RuntimeException failure) {
            throw DriverFailures.translate(failure);
        }
    }

    /** Runs work in a transaction and rolls it back. */
    <T> T read(Work<T> work) throws GraphFailure {
        try (Session open = driver.session(session);
                Transaction current = open.beginTransaction(transaction)) {
            return work.run(current);
        } catch (RuntimeException failure) {
            throw DriverFailures.translate(failure);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
