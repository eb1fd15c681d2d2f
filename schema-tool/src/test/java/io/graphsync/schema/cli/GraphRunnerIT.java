package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;

/** How single statements of Neo4j are run beside writers, duplicates and broken indexes. */
@UseStack(ServerKind.NEO4J)
class GraphRunnerIT {
    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @SuppressWarnings("NullAway.Init") // connect() sets it before each test
    private Driver driver;

    @BeforeEach
    void connect(TestStack stack) {
        folder = new Folder(directory);
        driver = GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
    }

    @AfterEach
    void disconnect() {
        driver.close();
    }

    private List<Record> query(String cypher) {
        try (var session = driver.session()) {
            return session.run(cypher).list();
        }
    }

    private Cli.Outcome apply(TestStack stack, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "neo4j";
        arguments[1] = "--apply";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new Cli(folder).neo4j(stack).run(arguments);
    }

    @Test
    void a_long_writer_is_named_and_the_command_gives_way_until_time_is_up(TestStack stack) {
        query("CREATE (:User {id: 0})");
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE;");
        try (var session = driver.session();
                var writer = session.beginTransaction()) {
            writer.run("CREATE (:User {id: 1, key: 'hidden'})").consume();
            long start = System.nanoTime();

            Cli.Outcome outcome = apply(stack, "--lock-timeout", "1s", "--lock-retry", "4s");

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(6);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
            assertThat(outcome.err())
                    .contains("neo4j/01_a.cypher 1/1: waiting for neo4j-transaction-", "user neo4j", "open for")
                    .contains("; tries again", "which did not end in time")
                    .doesNotContain("hidden");
            writer.rollback();
        }
        Cli.Outcome next = apply(stack);
        assertThat(next.exitCode()).as(next.err()).isZero();
    }

    @Test
    void other_writers_wait_no_longer_than_a_command_may_wait_for_its_lock(TestStack stack) throws Exception {
        query("CREATE (:User {id: 0})");
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE;");
        try (var session = driver.session();
                var writer = session.beginTransaction();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            writer.run("CREATE (:User {id: 1})").consume();
            Future<Cli.Outcome> run = thread.submit(() -> apply(stack, "--lock-timeout", "1s"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> query(
                                    "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"),
                            blocked -> !blocked.isEmpty());
            long start = System.nanoTime();
            query("CREATE (:User {id: 2})");
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            writer.rollback();

            assertThat(waited).isLessThan(Duration.ofMillis(2500));
            assertThat(run.get().exitCode()).as(run.get().err()).isZero();
        }
        assertThat(query("SHOW CONSTRAINTS YIELD name WHERE name = 'user_id'")).hasSize(1);
    }

    @Test
    void duplicates_are_counted_and_named(TestStack stack) {
        query("UNWIND [1, 1, 2, 2, 2, 3] AS i CREATE (:User {id: i})");
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE;");

        Cli.Outcome outcome = apply(stack);

        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err())
                .contains("User(id) cannot become unique: 2 of its values occur more than once, on 5 nodes")
                .contains("for example [2] (3 times), [1] (2 times)");
    }

    @Test
    void a_statement_that_failed_is_not_taken_for_done_after_it_was_edited(TestStack stack) {
        query("CREATE (:User {id: 1}), (:User {id: 1})");
        query("CREATE INDEX there FOR (t:Topic) ON (t.name)");
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE;");
        Cli.Outcome failed = apply(stack);
        folder.neo4j("01_a.cypher", "CREATE INDEX there FOR (t:Topic) ON (t.name);");

        Cli.Outcome edited = apply(stack);

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(edited.exitCode()).isEqualTo(6);
        assertThat(edited.err()).contains("already exists").doesNotContain("was done before");
    }

    @Test
    void a_run_ends_when_another_one_took_its_lease(TestStack stack) throws Exception {
        folder.neo4j(
                "01_a.cypher", "CREATE (:A);\nUNWIND range(1, 40000000) AS i WITH sum(i) AS s RETURN s;\nCREATE (:B);");
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Cli.Outcome> run = thread.submit(() -> apply(stack));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> query("MATCH (n:A) RETURN n"), found -> !found.isEmpty());
            query("MATCH (l:GraphsyncMigrationLock) SET l.owner = 'somebody else', l.expires_at = 0");

            Cli.Outcome outcome = run.get();

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(6);
            assertThat(outcome.err()).contains("The lease on Neo4j ran out");
            assertThat(query("MATCH (n:B) RETURN n")).isEmpty();
        }
    }
}
