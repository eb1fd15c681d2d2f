package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.progress.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.ResultSummary;

/** A connection to one Neo4j database. No call retries by itself: a statement that is not idempotent must not run twice. */
final class GraphSession implements AutoCloseable {
    private final Driver driver;
    private final String database;

    private GraphSession(Driver driver, String database) {
        this.driver = driver;
        this.database = database;
    }

    /** Connects; a server that is away or refuses the login is a failure that says so. */
    static GraphSession open(Neo4jTarget target, Progress progress) {
        try {
            return connect(target, target.password());
        } catch (AuthenticationException e) {
            Optional<String> initial = target.initialPassword();
            if (initial.isPresent() && changeInitialPassword(target, initial.get())) {
                progress.say("neo4j: the initial password was changed to the configured one");
                return retryAfterChange(target);
            }
            throw unreachable(target, " refused the login", e);
        } catch (Neo4jException e) {
            throw unreachable(target, " cannot be reached", e);
        }
    }

    private static GraphSession retryAfterChange(Neo4jTarget target) {
        try {
            return connect(target, target.password());
        } catch (Neo4jException e) {
            throw unreachable(target, " cannot be reached", e);
        }
    }

    private static GraphSession connect(Neo4jTarget target, String password) {
        Driver driver = driver(target, password);
        try {
            driver.verifyConnectivity();
            GraphSession session = new GraphSession(driver, target.database());
            session.read("RETURN 1", Map.of());
            return session;
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    private static Driver driver(Neo4jTarget target, String password) {
        Config config = Config.builder()
                .withConnectionTimeout(10, TimeUnit.SECONDS)
                .withConnectionAcquisitionTimeout(15, TimeUnit.SECONDS)
                .withUserAgent("graphsync-migrate")
                .build();
        try {
            return GraphDatabase.driver(target.uri(), AuthTokens.basic(target.username(), password), config);
        } catch (IllegalArgumentException e) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "NEO4J_URI: " + target.uri() + " is no address of Neo4j: " + e.getMessage(),
                    e);
        }
    }

    /** A server that was never logged in to accepts nothing but a change of its initial password. */
    private static boolean changeInitialPassword(Neo4jTarget target, String initial) {
        try (Driver driver = driver(target, initial);
                Session system = driver.session(SessionConfig.forDatabase("system"))) {
            system.run(
                            "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
                            Map.of("old", initial, "new", target.password()))
                    .consume();
            return true;
        } catch (Neo4jException e) {
            // The initial password is no longer valid either: the first refusal is the one to report.
            return false;
        }
    }

    private static MigrateException unreachable(Neo4jTarget target, String what, Neo4jException e) {
        return new MigrateException(
                FailureKind.UNREACHABLE, "Neo4j at " + target.address() + what + ": " + GraphErrors.message(e), e);
    }

    List<Record> read(String cypher, Map<String, Object> parameters) {
        return inTransaction(
                Duration.ofSeconds(60),
                transaction -> transaction.run(cypher, parameters).list());
    }

    /** Runs and commits one statement of the tool's own. */
    List<Record> write(String cypher, Map<String, Object> parameters) {
        return read(cypher, parameters);
    }

    /** Something that is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction);
    }

    <T> T inTransaction(Duration timeout, Work<T> work) {
        return inTransaction(timeout, Map.of(), work);
    }

    /**
     * Does something in one transaction.
     *
     * @param metadata what the server's list of transactions shows with it
     */
    <T> T inTransaction(Duration timeout, Map<String, Object> metadata, Work<T> work) {
        try (Session session = driver.session(SessionConfig.forDatabase(database));
                Transaction transaction = session.beginTransaction(TransactionConfig.builder()
                        .withTimeout(timeout)
                        .withMetadata(metadata)
                        .build())) {
            T result = work.run(transaction);
            transaction.commit();
            return result;
        }
    }

    /** Runs a statement that commits by itself as it goes. */
    ResultSummary runAutoCommit(String cypher) {
        try (Session session = driver.session(SessionConfig.forDatabase(database))) {
            return session.run(cypher).consume();
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
