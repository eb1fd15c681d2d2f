package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UseStack(ServerKind.POSTGRES)
class PostgresApplyIT {
    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void useTheDirectory() {
        folder = new Folder(directory);
    }

    private Folder twoFiles() {
        return folder.pg("01_users.sql", "CREATE TABLE users (id int PRIMARY KEY);\n")
                .pg("02_index.sql", """
                        -- migrate: no-transaction
                        CREATE INDEX CONCURRENTLY users_id_idx ON users (id);
                        INSERT INTO users VALUES (1);
                        """);
    }

    @Test
    void a_plan_shows_the_statements_and_changes_nothing(TestStack stack) throws SQLException {
        Cli.Outcome plan = Cli.postgres(stack, twoFiles()).run("pg", "--plan");

        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out())
                .contains("pending", "pg/01_users.sql", "line 1", "CREATE TABLE users", "line 2", "2 pending");
        assertThat(Sql.value(stack, "SELECT count(*) FROM pg_namespace WHERE nspname = 'graphsync_schema'"))
                .isEqualTo("0");
    }

    @Test
    void an_apply_brings_every_file_once(TestStack stack) throws SQLException {
        Cli cli = Cli.postgres(stack, twoFiles());

        Cli.Outcome first = cli.run("pg", "--apply");
        Cli.Outcome second = cli.run("apply", "pg");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("2 applied now");
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("0 applied now", "2 applied");
        assertThat(Sql.value(stack, "SELECT count(*) FROM users")).isEqualTo("1");
        assertThat(Sql.value(stack, """
                        SELECT string_agg(file_name || ' ' || state || ' ' || statements_done || '/' || statements_total, ', '
                            ORDER BY file_name) FROM public.schema_migrations""")).isEqualTo("01_users.sql applied 1/1, 02_index.sql applied 2/2");
    }

    @Test
    void an_edited_file_is_found_and_named(TestStack stack) {
        Cli cli = Cli.postgres(stack, twoFiles());
        cli.run("pg", "--apply");

        folder.pg("01_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);\n")
                .pg("03_more.sql", "SELECT 1;");
        Cli.Outcome plan = cli.run("pg", "--plan");
        Cli.Outcome apply = cli.run("pg", "--apply");

        assertThat(plan.exitCode()).isEqualTo(5);
        assertThat(plan.err()).contains("pg/01_users.sql (changed)");
        assertThat(apply.exitCode()).isEqualTo(5);
        assertThat(apply.out()).contains("0 applied now");
    }

    @Test
    void line_ends_and_a_byte_order_mark_are_no_edit(TestStack stack) {
        Cli cli = Cli.postgres(stack, twoFiles());
        cli.run("pg", "--apply");

        folder.pg("01_users.sql", "\uFEFFCREATE TABLE users (id int PRIMARY KEY);\r\n");

        assertThat(cli.run("status", "pg").exitCode()).isZero();
    }

    @Test
    void a_missing_file_is_found_and_named(TestStack stack) {
        Cli cli = Cli.postgres(stack, twoFiles());
        cli.run("pg", "--apply");

        folder.delete("pg/01_users.sql");
        Cli.Outcome status = cli.run("status", "pg");

        assertThat(status.exitCode()).isEqualTo(5);
        assertThat(status.err()).contains("pg/01_users.sql (missing)");
    }

    @Test
    void a_file_that_fails_leaves_nothing_of_itself_and_the_next_apply_goes_on(TestStack stack) throws SQLException {
        Cli cli = Cli.postgres(stack, twoFiles());
        folder.pg("03_broken.sql", "CREATE TABLE half (id int);\n\nINSERT INTO nowhere VALUES (1);");

        Cli.Outcome failed = cli.run("pg", "--apply");
        folder.pg("03_broken.sql", "CREATE TABLE half (id int);");
        Cli.Outcome mended = cli.run("pg", "--apply");

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(failed.err())
                .contains("pg/03_broken.sql:3:13", "\"nowhere\" does not exist", "Nothing of this file");
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        assertThat(Sql.value(stack, "SELECT count(*) FROM half")).isEqualTo("0");
    }

    @Test
    void a_file_that_waits_for_an_extension_is_held_back_and_comes_later(TestStack stack) {
        Cli cli = Cli.postgres(
                stack,
                folder.pg("01_vectors.sql", "-- migrate: requires-extension no_such_extension\nSELECT 1;")
                        .pg("02_index.sql", "-- migrate: depends-on pg/01\nSELECT 2;")
                        .pg("03_other.sql", "CREATE TABLE other (id int);"));

        Cli.Outcome first = cli.run("pg", "--apply");
        folder.pg("01_vectors.sql", "-- migrate: requires-extension pg_trgm\nCREATE EXTENSION pg_trgm;");
        Cli.Outcome second = cli.run("pg", "--apply");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("does not offer the extension no_such_extension", "depends on pg/01, which is held back")
                .contains("1 applied now, 1 applied, 2 held back");
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains("2 applied now, 3 applied");
    }

    @Test
    void a_file_that_came_late_is_out_of_order(TestStack stack) {
        Cli cli = Cli.postgres(stack, folder.pg("02_second.sql", "SELECT 2;"));
        cli.run("pg", "--apply");

        folder.pg("01_first.sql", "SELECT 1;");
        Cli.Outcome refused = cli.run("pg", "--apply");
        Cli.Outcome allowed = cli.run("pg", "--apply", "--out-of-order");

        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.out()).contains("out of order", "pg/02");
        assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    }

    @Test
    void two_runs_at_once_apply_each_file_once(TestStack stack) throws Exception {
        for (int round = 0; round < 5; round++) {
            folder.pg(
                            "1%d_table.sql".formatted(2 * round),
                            "CREATE TABLE t%d AS SELECT g AS id FROM generate_series(1, 2000) g;".formatted(round))
                    .pg("1%d_index.sql".formatted(2 * round + 1), """
                            -- migrate: no-transaction
                            CREATE INDEX CONCURRENTLY t%1$d_idx ON t%1$d (id);
                            CREATE UNIQUE INDEX CONCURRENTLY t%1$d_key ON t%1$d (id);
                            """.formatted(round));

            List<Cli.Outcome> outcomes =
                    together(() -> Cli.postgres(stack, folder).run("pg", "--apply"));

            assertThat(outcomes)
                    .allSatisfy(outcome ->
                            assertThat(outcome.exitCode()).as(outcome.err()).isZero());
            assertThat(outcomes.stream().filter(o -> o.out().contains("2 applied now")))
                    .hasSize(1);
        }
        assertThat(Sql.value(stack, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("0");
    }

    private static <T> List<T> together(Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                futures.add(threads.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    void a_run_that_waits_too_long_for_another_one_is_refused(TestStack stack) throws SQLException {
        try (var other = stack.connection();
                var statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + 0x67726170_68736d31L + ")");

            Cli.Outcome outcome = Cli.postgres(stack, twoFiles()).run("pg", "--apply", "--lock-wait", "1s");

            assertThat(outcome.exitCode()).isEqualTo(4);
            assertThat(outcome.err()).contains("waiting for another run to end (process", "Nothing was changed");
        }
    }

    @Test
    void a_file_that_was_cut_off_goes_on_where_it_stopped(TestStack stack) throws SQLException {
        Cli cli = Cli.postgres(stack, folder.pg("01_steps.sql", """
                        -- migrate: no-transaction
                        CREATE TABLE steps (id int PRIMARY KEY);
                        INSERT INTO steps VALUES (1);
                        CREATE UNIQUE INDEX CONCURRENTLY steps_twice ON steps ((id / 2));
                        INSERT INTO steps VALUES (2);
                        INSERT INTO steps VALUES (2);
                        """));

        Cli.Outcome stopped = cli.run("pg", "--apply");
        Cli.Outcome status = cli.run("status", "pg");
        folder.pg("01_steps.sql", """
                -- migrate: no-transaction
                CREATE TABLE steps (id int PRIMARY KEY);
                INSERT INTO steps VALUES (1);
                CREATE UNIQUE INDEX CONCURRENTLY steps_twice ON steps ((id / 2));
                INSERT INTO steps VALUES (2);
                INSERT INTO steps VALUES (4);
                """);
        Cli.Outcome resumed = cli.run("pg", "--apply");

        assertThat(stopped.exitCode()).isEqualTo(6);
        assertThat(stopped.err()).contains("pg/01_steps.sql:6", "The first 4 of its 5 statements are applied");
        assertThat(status.out()).contains("half done", "4 statements done");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(Sql.value(stack, "SELECT string_agg(id::text, ',' ORDER BY id) FROM steps"))
                .isEqualTo("1,2,4");
    }

    @Test
    void a_half_done_file_whose_beginning_was_edited_is_changed(TestStack stack) {
        Cli cli = Cli.postgres(stack, folder.pg("01_steps.sql", "-- migrate: no-transaction\nSELECT 1;\nSELECT 1/0;"));
        cli.run("pg", "--apply");

        folder.pg("01_steps.sql", "-- migrate: no-transaction\nSELECT 2;\nSELECT 1;");
        Cli.Outcome outcome = cli.run("pg", "--apply");

        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.out()).contains("the first 1 statements were applied, and they were edited since");
    }

    @Test
    void an_invalid_index_of_an_interrupted_build_is_dropped_and_built_again(TestStack stack) throws SQLException {
        Sql.run(stack, "CREATE TABLE things (id int)", "INSERT INTO things VALUES (1), (1)");
        Cli cli = Cli.postgres(
                stack,
                folder.pg(
                        "01_unique.sql",
                        "-- migrate: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS things_key ON things (id);"));

        Cli.Outcome failed = cli.run("pg", "--apply");
        String left = Sql.value(stack, "SELECT count(*) FROM pg_index WHERE NOT indisvalid");
        Sql.run(stack, "DELETE FROM things");
        Cli.Outcome built = cli.run("pg", "--apply");

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(left).isEqualTo("1");
        assertThat(built.exitCode()).as(built.err()).isZero();
        assertThat(built.err()).contains("drops the invalid index");
        assertThat(Sql.value(stack, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'things_key'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void a_lock_that_is_not_to_be_had_is_tried_for_again(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE busy (id int)");
        folder.pg("01_alter.sql", "ALTER TABLE busy ADD COLUMN name text;");
        try (var blocker = stack.connection();
                var statement = blocker.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT * FROM busy");
            Future<Cli.Outcome> run =
                    thread.submit(() -> Cli.postgres(stack, folder).run("pg", "--apply", "--lock-timeout", "1500ms"));
            Awaitility.await().until(() -> isWaiting(stack), waiting -> waiting);
            Awaitility.await().until(() -> isWaiting(stack), waiting -> !waiting);
            blocker.rollback();

            Cli.Outcome outcome = run.get();

            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.err())
                    .contains("did not get a lock within 1500ms", "tries again", "idle in transaction");
        }
    }

    @Test
    void a_lock_that_never_comes_ends_the_run_and_names_who_has_it(TestStack stack) throws SQLException {
        Sql.run(stack, "CREATE TABLE busy (id int)");
        folder.pg("01_alter.sql", "ALTER TABLE busy ADD COLUMN name text;");
        try (var blocker = stack.connection();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT * FROM busy");

            Cli.Outcome outcome =
                    Cli.postgres(stack, folder).run("pg", "--apply", "--lock-timeout", "2s", "--lock-retry", "1s");

            assertThat(outcome.exitCode()).isEqualTo(6);
            assertThat(outcome.err()).contains("55P03", "last in the way was process");
        }
    }

    private static boolean isWaiting(TestStack stack) throws SQLException {
        return Sql.value(stack, "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .equals("t");
    }

    @Test
    void what_cannot_be_understood_is_refused_before_anything_is_done(TestStack stack) throws SQLException {
        Cli cli = Cli.postgres(
                stack,
                folder.pg("01_good.sql", "CREATE TABLE good (id int);")
                        .pg("02_broken.sql", "CREATE TABLE a (id int);\nCREATE TABEL b (id int);")
                        .pg("03_commit.sql", "SELECT 1;\nCOMMIT;"));

        Cli.Outcome outcome = cli.run("pg", "--apply");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("pg/02_broken.sql:2:8: syntax error at or near \"TABEL\"")
                .contains("pg/03_commit.sql:2:1: COMMIT is transaction control");
        assertThat(Sql.value(stack, "SELECT to_regclass('good') IS NULL")).isEqualTo("t");
    }

    @Test
    void a_body_of_sql_and_a_do_block_are_one_statement_each(TestStack stack) throws SQLException {
        Cli cli = Cli.postgres(stack, folder.pg("01_bodies.sql", """
                        CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql
                          BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a > 0 THEN a * 2 END; END;
                        DO $do$ BEGIN CREATE TABLE made (id int); INSERT INTO made VALUES (twice(2)); END $do$;
                        """));

        Cli.Outcome outcome = cli.run("pg", "--apply");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Sql.value(stack, "SELECT id FROM made")).isEqualTo("4");
    }

    @Test
    void an_interrupted_run_cancels_its_statement_and_says_so(TestStack stack) throws Exception {
        folder.pg("01_slow.sql", "SELECT pg_sleep(60);");
        var cancellation = new io.graphsync.schema.progress.Cancellation();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Cli.Outcome> run =
                    thread.submit(() -> Cli.postgres(stack, folder).run(cancellation, "pg", "--apply"));
            Awaitility.await()
                    .until(
                            () -> Sql.value(
                                    stack, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"),
                            "1"::equals);

            cancellation.request();

            assertThat(run.get().exitCode()).isEqualTo(130);
            assertThat(Sql.value(stack, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .isEqualTo("0");
        }
    }
}
