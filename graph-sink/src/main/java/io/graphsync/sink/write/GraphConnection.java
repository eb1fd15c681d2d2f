package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.NotificationSeverity;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;

/**
 * Connections to one graph. Opening one contacts nobody: the first transaction does. Safe for use by many threads.
 */
public final class GraphConnection implements AutoCloseable {
    /** How much longer than a transaction may run the answer may take. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private static final Duration IDLE_BEFORE_CHECK = Duration.ofSeconds(10);

    private final Driver driver;
    private final SessionConfig session;
    private final GraphSettings settings;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("sink-deadlines").daemon(true).factory());

    private GraphConnection(Driver driver, GraphSettings settings) {
        this.driver = driver;
        this.settings = settings;
        this.timer.setRemoveOnCancelPolicy(true);
        this.session = SessionConfig.builder()
                .withDatabase(settings.database())
                .withFetchSize(-1)
                .build();
    }

    /**
     * Prepares connections.
     *
     * @throws IllegalArgumentException if the address has a scheme that is not Neo4j's
     */
    // What is to replace this kind of logging makes the text of every message, wanted or not: docs/adr/0504.
    @SuppressWarnings("deprecation")
    public static GraphConnection open(GraphSettings settings) {
        Config config = Config.builder()
                .withConnectionTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionAcquisitionTimeout(settings.acquisitionTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // A firewall forgets idle connections without a word to either side.
                .withConnectionLivenessCheckTimeout(IDLE_BEFORE_CHECK.toMillis(), TimeUnit.MILLISECONDS)
                .withMinimumNotificationSeverity(NotificationSeverity.OFF)
                .withUserAgent("graphsync")
                .withTelemetryDisabled(true)
                .withLogging(Logging.slf4j())
                .build();
        Driver driver = GraphDatabase.driver(
                settings.uri(), AuthTokens.basic(settings.username(), settings.password()), config);
        return new GraphConnection(driver, settings);
    }

    /**
     * Contacts the server, so that what is asked next need not wait for a connection.
     *
     * @throws GraphFailure if it does not answer, or refuses the user
     */
    public void contact() throws GraphFailure {
        // Not the driver's own look, which waits without end for a server that is frozen.
        ask("RETURN 1", Map.of());
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
        return write(work, settings.transactionTimeout());
    }

    /**
     * Runs work in a transaction and commits it.
     *
     * @param timeout after which the server ends the transaction; the answer is awaited a little longer
     */
    <T> T write(Work<T> work, Duration timeout) throws GraphFailure {
        return run(timeout, transaction -> {
            T result = work.run(transaction);
            transaction.commit();
            return result;
        });
    }

    /**
     * Runs work in a transaction, and commits it where the work says so.
     *
     * @return what the work said
     */
    boolean writeIf(Work<Boolean> work) throws GraphFailure {
        return run(settings.transactionTimeout(), transaction -> {
            boolean isWanted = work.run(transaction);
            if (isWanted) {
                transaction.commit();
            }
            return isWanted;
        });
    }

    /** Runs work in a transaction and rolls it back. */
    <T> T read(Work<T> work) throws GraphFailure {
        return run(settings.transactionTimeout(), work);
    }

    /**
     * Runs one statement that changes nothing, in a transaction that the server begins and ends with it: one message and one answer, where
     * {@link #read} needs three of each.
     */
    List<Record> ask(String cypher, Map<String, Object> parameters) throws GraphFailure {
        return open(
                settings.transactionTimeout(),
                (current, config) -> current.run(cypher, parameters, config).list());
    }

    private <T> T run(Duration timeout, Work<T> work) throws GraphFailure {
        return open(timeout, (current, config) -> {
            try (Transaction transaction = current.beginTransaction(config)) {
                return work.run(transaction);
            }
        });
    }

    private <T> T open(Duration timeout, BiFunction<Session, TransactionConfig, T> work) throws GraphFailure {
        TransactionConfig config =
                TransactionConfig.builder().withTimeout(timeout).build();
        CallDeadline deadline = deadline(timeout.plus(ANSWER));
        try (Session current = driver.session(session)) {
            return work.apply(current, config);
        } catch (RuntimeException failure) {
            throw DriverFailures.translate(failure);
        } finally {
            deadline.cancel();
        }
    }

    private CallDeadline deadline(Duration duration) throws GraphFailure {
        try {
            return new CallDeadline(timer, duration);
        } catch (RejectedExecutionException closed) {
            throw DriverFailures.closed(closed);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        driver.close();
    }
}
