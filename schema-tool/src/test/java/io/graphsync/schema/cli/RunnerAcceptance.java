package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/**
 * What the runner promises about runs beside each other, runs that are killed, and tables that are busy, at two lengths.
 * Repeat the killed ones with {@code -Dgraphsync.seed=N}.
 */
@UseStack({ServerKind.POSTGRES, ServerKind.NEO4J})
@Isolated("readers are timed")
abstract class RunnerAcceptance {
    private static final long SEED = Long.getLong("graphsync.seed", System.nanoTime());

    @TempDir
    private Path directory = Path.of(".");

    private final int rounds;
    private final int kills;
    private final int graphKills;
    private final Duration blocked;

    RunnerAcceptance(int rounds, int kills, int graphKills, Duration blocked) {
        this.rounds = rounds;
        this.kills = kills;
        this.graphKills = graphKills;
        this.blocked = blocked;
    }

    private Folder folder(String name) throws Exception {
        return new Folder(Files.createDirectories(directory.resolve(name)));
    }

    @Test
    void two_processes_at_once_apply_each_file_once(TestStack stack) throws Exception {
        Folder folder = folder("migrations");
        Map<String, String> environment = ChildRun.postgres(stack, stack.database());
        for (int round = 1; round <= rounds; round++) {
            folder.pg(
                            "%02d_table.sql".formatted(2 * round - 1),
                            "CREATE TABLE t%d AS SELECT g AS id FROM generate_series(1, 3000) g;".formatted(round))
                    .pg("%02d_index.sql".formatted(2 * round), """
                            -- migrate: no-transaction
                            CREATE INDEX CONCURRENTLY t%1$d_idx ON t%1$d (id);
                            INSERT INTO t%1$d VALUES (0);
                            CREATE UNIQUE INDEX CONCURRENTLY t%1$d_key ON t%1$d (id);
                            """.formatted(round));

            ChildRun one = ChildRun.start(folder, environment, directory, "pg", "--apply");
            ChildRun two = ChildRun.start(folder, environment, directory, "pg", "--apply");
            List<Cli.Outcome> outcomes = List.of(one.await(), two.await());

            assertThat(outcomes)
                    .as("round %d", round)
                    .allSatisfy(outcome ->
                            assertThat(outcome.exitCode()).as(outcome.err()).isZero());
            assertThat(outcomes.stream().filter(outcome -> outcome.out().contains("2 applied now")))
                    .as("round %d", round)
                    .hasSize(1);
            assertThat(Sql.value(stack, "SELECT count(*) FROM t" + round)).isEqualTo("3001");
        }
        assertThat(Sql.value(stack, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("0");
        assertThat(Sql.value(stack, "SELECT count(*) FROM graphsync_schema.schema_migrations WHERE state = 'applied'"))
                .isEqualTo(Integer.toString(2 * rounds));
    }

    private Folder filesOfEveryKind() throws Exception {
        return folder("migrations")
                .pg("01_tables.sql", """
                        CREATE TYPE mood AS ENUM ('good');
                        CREATE TABLE things (id int PRIMARY KEY, name text);
                        INSERT INTO things SELECT g, 'thing ' || g FROM generate_series(1, 12000) g;
                        CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
                        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
                        CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
                        SELECT pg_sleep(0.1);
                        """)
                .pg("02_steps.sql", """
                        -- migrate: no-transaction
                        CREATE INDEX CONCURRENTLY things_name ON things (name);
                        INSERT INTO things VALUES (0, 'zero');
                        DO $$ BEGIN INSERT INTO things VALUES (-1, 'minus one'); PERFORM pg_sleep(0.1); END $$;
                        CREATE UNIQUE INDEX CONCURRENTLY things_unique ON things (name, id);
                        ALTER TYPE mood ADD VALUE 'bad';
                        REINDEX INDEX CONCURRENTLY things_name;
                        ALTER TABLE parts DETACH PARTITION parts_1 CONCURRENTLY;
                        DROP INDEX CONCURRENTLY things_unique;
                        VACUUM things;
                        REINDEX TABLE CONCURRENTLY things;
                        """)
                .pg("03_alter.sql", """
                        ALTER TABLE things ADD COLUMN feeling mood DEFAULT 'bad';
                        ALTER TABLE things ADD CONSTRAINT named CHECK (name <> '') NOT VALID;
                        CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql
                          BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN a * 2 END; END;
                        SELECT pg_sleep(0.1);
                        """)
                .pg("04_more.sql", """
                        -- migrate: no-transaction
                        ALTER TABLE things VALIDATE CONSTRAINT named;
                        UPDATE things SET name = name || '!' WHERE id < 100;
                        CREATE INDEX CONCURRENTLY things_feeling ON things (feeling) WHERE feeling = 'bad';
                        """);
    }

    @Test
    void a_run_that_is_killed_at_any_moment_is_completed_by_the_next(TestStack stack) throws Exception {
        Folder folder = filesOfEveryKind();
        ChildRun measured = ChildRun.start(
                        folder, ChildRun.postgres(stack, stack.database()), directory, "pg", "--apply")
                .awaitFirstFile();
        long start = System.nanoTime();
        assertThat(measured.await().exitCode()).isZero();
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<String> expected = snapshot(stack, stack.database());
        Random random = new Random(SEED);

        for (int kill = 1; kill <= kills; kill++) {
            String database = stack.createDatabase();
            long moment = random.nextLong(millis);
            ChildRun run = ChildRun.start(folder, ChildRun.postgres(stack, database), directory, "pg", "--apply")
                    .awaitFirstFile();
            Thread.sleep(moment);
            run.kill();

            Cli.Outcome next = new Cli(folder)
                    .set("DATABASE_URL", stack.postgres().uri(database))
                    .run("pg", "--apply");

            String which =
                    "seed %d, kill %d, %d ms after the first file of %d ms".formatted(SEED, kill, moment, millis);
            assertThat(next.exitCode()).as(which + next.err()).isZero();
            assertThat(snapshot(stack, database)).as(which).isEqualTo(expected);
        }
    }

    private static List<String> snapshot(TestStack stack, String database) throws SQLException {
        try (var connection = stack.connection(database)) {
            return PgSnapshot.of(connection);
        }
    }

    @Test
    void a_run_on_the_graph_that_is_killed_is_completed_by_the_next(TestStack stack) throws Exception {
        Folder folder = folder("migrations")
                .neo4j("01_model.cypher", """
                        CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;
                        CREATE INDEX topic_name IF NOT EXISTS FOR (t:Topic) ON (t.name);
                        """)
                .neo4j("02_data.cypher", """
                        UNWIND range(1, 4000) AS i CREATE (:User {id: i});
                        UNWIND range(1, 400) AS i CALL (i) { MERGE (:Topic {name: toString(i)}) } IN TRANSACTIONS OF 40 ROWS;
                        MATCH (u:User) WHERE u.id <= 10 CREATE (u)-[:LIKES]->(:Thing);
                        """)
                .neo4j("03_later.cypher", """
                        CREATE CONSTRAINT topic_unique FOR (t:Thing) REQUIRE t.id IS UNIQUE;
                        DROP INDEX topic_name;
                        CREATE TEXT INDEX topic_text FOR (t:Topic) ON (t.name);
                        """);
        ChildRun measured = ChildRun.start(folder, ChildRun.neo4j(stack), directory, "neo4j", "--apply")
                .awaitFirstFile();
        long start = System.nanoTime();
        assertThat(measured.await().exitCode()).isZero();
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<String> expected = graph(stack);
        Random random = new Random(SEED);

        for (int kill = 1; kill <= graphKills; kill++) {
            empty(stack);
            long moment = random.nextLong(millis);
            ChildRun run = ChildRun.start(folder, ChildRun.neo4j(stack), directory, "neo4j", "--apply")
                    .awaitFirstFile();
            Thread.sleep(moment);
            run.kill();

            Cli.Outcome next = new Cli(folder).neo4j(stack).run("neo4j", "--apply");

            String which =
                    "seed %d, kill %d, %d ms after the first file of %d ms".formatted(SEED, kill, moment, millis);
            assertThat(next.exitCode()).as(which + next.err()).isZero();
            assertThat(graph(stack)).as(which).isEqualTo(expected);
        }
    }

    private static List<String> graph(TestStack stack) {
        return query(
                        stack,
                        "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties",
                        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state",
                        "MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes",
                        "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS relationships",
                        "MATCH (m:GraphsyncMigration) WITH properties(m) AS p RETURN p.file, p.checksum, p.state,"
                                + " p.statements_done, p.statements_started, p.statements_total, p.done_digest, p.fingerprint")
                .toList();
    }

    private static void empty(TestStack stack) {
        List<String> drops = query(
                        stack,
                        "SHOW CONSTRAINTS YIELD name RETURN 'DROP CONSTRAINT ' + name AS c",
                        "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL"
                                + " RETURN 'DROP INDEX ' + name AS c")
                .map(row -> row.substring("{c=".length(), row.length() - 1))
                .toList();
        query(
                        stack,
                        Stream.concat(drops.stream(), Stream.of("MATCH (n) DETACH DELETE n"))
                                .toArray(String[]::new))
                .forEach(row -> {});
    }

    private static Stream<String> query(TestStack stack, String... statements) {
        try (var driver = GraphDatabase.driver(
                        stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
                var session = driver.session()) {
            return Stream.of(statements)
                    .flatMap(cypher -> session.run(cypher).list(row -> new TreeMap<>(row.asMap()).toString()).stream())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void a_busy_table_ends_the_run_in_time_and_holds_up_no_reader(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE busy (id int)", "INSERT INTO busy VALUES (1)");
        Folder folder = folder("migrations").pg("01_alter.sql", "ALTER TABLE busy ADD COLUMN name text;");
        Duration retry = blocked.dividedBy(2);
        AtomicBoolean stop = new AtomicBoolean();
        try (var blocker = stack.connection();
                var statement = blocker.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            blocker.setAutoCommit(false);
            statement.execute("SET application_name = 'the blocker'");
            statement.execute("SELECT *, 'hidden value' FROM busy");
            Future<Duration> longest = thread.submit(() -> longestRead(stack, stop));
            long start = System.nanoTime();

            Cli.Outcome outcome = Cli.postgres(stack, folder)
                    .run(new Cancellation(), "pg", "--apply", "--lock-retry", retry.toSeconds() + "s");
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            stop.set(true);

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(6);
            assertThat(took)
                    .isBetween(retry.minusSeconds(6), retry.plusSeconds(4))
                    .isLessThan(blocked);
            assertThat(outcome.err())
                    .contains("did not get a lock within 3s", "last in the way was process", "application the blocker")
                    .contains("idle in transaction", "transaction open for", "SELECT *, ? FROM busy")
                    .doesNotContain("hidden value");
            assertThat(longest.get()).isLessThan(Duration.ofMillis(3500));
        } finally {
            stop.set(true);
        }
        Cli.Outcome next = Cli.postgres(stack, folder).run("pg", "--apply");
        assertThat(next.exitCode()).as(next.err()).isZero();
    }

    private static Duration longestRead(TestStack stack, AtomicBoolean stop) throws Exception {
        Duration longest = Duration.ZERO;
        int reads = 0;
        try (var reader = DriverManager.getConnection(stack.jdbcUrl(), stack.user(), stack.password());
                var statement = reader.createStatement()) {
            while (!stop.get()) {
                long start = System.nanoTime();
                statement.execute("SELECT count(*) FROM busy");
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                longest = took.compareTo(longest) > 0 ? took : longest;
                reads++;
                Thread.sleep(20);
            }
        }
        assertThat(reads).as("a reader that never read proves nothing").isGreaterThan(20);
        assertThat(longest).as("a reader that never waited proves nothing").isGreaterThan(Duration.ofMillis(500));
        return longest;
    }
}
