package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end with their process. */
@UseStack(ServerKind.POSTGRES)
class KilledRunIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void useTheDirectory() {
        folder = new Folder(directory);
    }

    private Process start(TestStack stack) throws IOException {
        // A build that runs in the background ignores SIGINT, and so would its children.
        ProcessBuilder builder = new ProcessBuilder(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MigrateMain.class.getName(),
                "pg",
                "--apply",
                "--dir",
                directory.toString());
        builder.environment().put("DATABASE_URL", stack.postgres().uri(stack.database()));
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private static void awaitQuery(TestStack stack, String condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> Sql.value(
                                stack,
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND pid <> pg_backend_pid() AND " + condition),
                        "1"::equals);
    }

    @Test
    void a_file_without_a_transaction_goes_on_after_a_kill(TestStack stack) throws Exception {
        folder.pg("01_steps.sql", """
                -- migrate: no-transaction
                CREATE TABLE steps (id int PRIMARY KEY);
                INSERT INTO steps VALUES (1);
                DO $$ BEGIN PERFORM pg_sleep(600); END $$;
                INSERT INTO steps VALUES (2);
                """);
        Process process = start(stack);
        awaitQuery(stack, "state = 'active' AND query LIKE 'DO %pg_sleep%'");

        process.destroyForcibly().waitFor();
        folder.pg("01_steps.sql", """
                -- migrate: no-transaction
                CREATE TABLE steps (id int PRIMARY KEY);
                INSERT INTO steps VALUES (1);
                DO $$ BEGIN PERFORM 1; END $$;
                INSERT INTO steps VALUES (2);
                """);
        Cli.Outcome next = Cli.postgres(stack, folder).run("pg", "--apply");

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(next.err()).contains("goes on after statement 2 of 4");
        assertThat(Sql.value(stack, "SELECT string_agg(id::text, ',' ORDER BY id) FROM steps"))
                .isEqualTo("1,2");
    }

    @Test
    void an_index_that_was_being_built_at_a_kill_is_built_again(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE things AS SELECT g AS id FROM generate_series(1, 100) g");
        folder.pg("01_index.sql", "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY things_idx ON things (id);");
        try (var writer = stack.connection();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO things VALUES (0)");
            Process process = start(stack);
            awaitQuery(stack, "wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX CONCURRENTLY%'");

            process.destroyForcibly().waitFor();
            writer.rollback();
        }
        Cli.Outcome next = Cli.postgres(stack, folder).run("pg", "--apply");

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(indexes(stack)).isEqualTo("things_idx t");
    }

    private static String indexes(TestStack stack) throws SQLException {
        return Sql.value(stack, """
                SELECT string_agg(indexrelid::regclass || ' ' || left(indisvalid::text, 1), ',')
                  FROM pg_index WHERE indrelid = 'things'::regclass""");
    }

    @Test
    void a_file_in_a_transaction_leaves_nothing_after_a_kill(TestStack stack) throws Exception {
        folder.pg("01_a.sql", "CREATE TABLE a (id int);\nSELECT pg_sleep(600);");
        Process process = start(stack);
        awaitQuery(stack, "state = 'active' AND query LIKE 'SELECT pg_sleep%'");

        process.destroyForcibly().waitFor();
        folder.pg("01_a.sql", "CREATE TABLE a (id int);");
        Cli.Outcome next = Cli.postgres(stack, folder).run("pg", "--apply");

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(Sql.value(stack, "SELECT count(*) FROM a")).isEqualTo("0");
    }

    @Test
    void ctrl_c_ends_the_statement_and_the_run(TestStack stack) throws Exception {
        folder.pg("01_a.sql", "SELECT pg_sleep(600);");
        Process process = start(stack);
        awaitQuery(stack, "state = 'active' AND query LIKE 'SELECT pg_sleep%'");

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(directory.resolve("output")).content().contains("Interrupted. What is applied is recorded");
        assertThat(Sql.value(stack, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .isEqualTo("0");
    }
}
