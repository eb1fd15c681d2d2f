package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How single statements of PostgreSQL are run, and what is cleared and looked after. */
@UseStack(ServerKind.POSTGRES)
class PgRunnerIT {
    private static final String NO_TRANSACTION = "-- migrate: no-transaction\n";

    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void useTheDirectory() {
        folder = new Folder(directory);
    }

    private Cli.Outcome apply(TestStack stack, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "pg";
        arguments[1] = "--apply";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Cli.postgres(stack, folder).run(arguments);
    }

    private static void succeeded(Cli.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void every_transaction_has_limits_and_a_file_may_set_its_own(TestStack stack) throws SQLException {
        String settings = "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) AS s FROM pg_settings"
                + " WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')";
        folder.pg("01_a.sql", "CREATE TABLE a AS " + settings + ";")
                .pg("02_b.sql", "-- migrate: timeout 7s\nCREATE TABLE b AS " + settings + ";")
                .pg("03_c.sql", NO_TRANSACTION + "-- migrate: timeout 8s\nCREATE TABLE c AS " + settings + ";")
                .pg(
                        "04_d.sql",
                        NO_TRANSACTION + "-- migrate: timeout 9s\nCREATE PROCEDURE p() LANGUAGE plpgsql AS"
                                + " $$ BEGIN CREATE TABLE d AS " + settings + "; COMMIT; END $$;\nCALL p();");

        succeeded(apply(stack, "--lock-timeout", "2500ms", "--statement-timeout", "11s"));

        assertThat(Sql.value(stack, "SELECT s FROM a"))
                .isEqualTo("idle_in_transaction_session_timeout=60000 lock_timeout=2500 statement_timeout=11000");
        assertThat(Sql.value(stack, "SELECT s FROM b")).endsWith("lock_timeout=2500 statement_timeout=7000");
        assertThat(Sql.value(stack, "SELECT s FROM c")).endsWith("lock_timeout=2500 statement_timeout=8000");
        assertThat(Sql.value(stack, "SELECT s FROM d")).endsWith("lock_timeout=2500 statement_timeout=9000");
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_and_named(TestStack stack) throws SQLException {
        folder.pg("01_slow.sql", "-- migrate: timeout 300ms\nCREATE TABLE a (id int);\nSELECT pg_sleep(30);");

        Cli.Outcome outcome = apply(stack);

        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err())
                .contains("pg/01_slow.sql:3:1", "statement timeout (57014)", "Nothing of this file was applied");
        assertThat(Sql.value(stack, "SELECT to_regclass('a') IS NULL")).isEqualTo("t");
    }

    @Test
    void an_index_that_waits_for_others_has_no_limits_and_shows_how_far_it_is(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE things AS SELECT g AS id FROM generate_series(1, 100) g");
        folder.pg("01_index.sql", NO_TRANSACTION + "CREATE INDEX CONCURRENTLY things_idx ON things (id);");
        try (Connection writer = stack.connection();
                Statement statement = writer.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO things VALUES (0)");
            Future<Cli.Outcome> run = thread.submit(() ->
                    apply(stack, "--lock-timeout", "400ms", "--statement-timeout", "500ms", "--lock-retry", "1s"));
            awaitQuery(stack, "wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX CONCURRENTLY%'");
            // Longer than each of the limits.
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            writer.commit();

            Cli.Outcome outcome = run.get();

            succeeded(outcome);
            assertThat(outcome.err())
                    .contains("01_index.sql 1/1: waiting for writers before build, 0 of 1 done, waiting for process")
                    .contains("INSERT INTO things VALUES (?)");
        }
        assertThat(Sql.value(stack, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'things_idx'::regclass"))
                .isEqualTo("t");
    }

    private static void awaitQuery(TestStack stack, String condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> Sql.value(
                                stack,
                                "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()"
                                        + " AND pid <> pg_backend_pid() AND " + condition),
                        "t"::equals);
    }

    @Test
    void an_index_that_somebody_else_builds_is_not_dropped_under_him(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE things AS SELECT g AS id FROM generate_series(1, 100) g");
        folder.pg(
                "01_index.sql", NO_TRANSACTION + "CREATE INDEX CONCURRENTLY IF NOT EXISTS things_idx ON things (id);");
        try (Connection writer = stack.connection();
                Statement statement = writer.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO things VALUES (0)");
            Future<?> other = threads.submit(() -> {
                Sql.run(stack, "CREATE INDEX CONCURRENTLY things_idx ON things (id)");
                return null;
            });
            awaitQuery(stack, "wait_event_type = 'Lock' AND query LIKE 'CREATE INDEX CONCURRENTLY%'");
            String oid = Sql.value(stack, "SELECT 'things_idx'::regclass::oid");
            Future<Cli.Outcome> run = threads.submit(() -> apply(stack));
            awaitQuery(stack, "application_name LIKE 'graphsync-migrate work' AND query LIKE '%index_relid%'");
            writer.rollback();
            other.get();

            Cli.Outcome outcome = run.get();

            succeeded(outcome);
            assertThat(outcome.err()).contains("which is building this index").doesNotContain("drops");
            assertThat(Sql.value(stack, "SELECT 'things_idx'::regclass::oid")).isEqualTo(oid);
        }
    }

    @Test
    void what_an_interrupted_reindex_left_is_dropped(TestStack stack) throws Exception {
        Sql.run(
                stack,
                "CREATE TABLE things (id int, name text)",
                "CREATE INDEX \"Odd name\" ON things (id)",
                "CREATE TABLE other (id int)",
                "CREATE INDEX other_ccnew ON other (id)",
                "INSERT INTO things VALUES (1, 'x')");
        leaveHalfBuilt(stack, "REINDEX INDEX CONCURRENTLY \"Odd name\"");
        String left = Sql.value(
                stack, "SELECT string_agg(indexrelid::regclass::text, ',') FROM pg_index WHERE NOT indisvalid");
        folder.pg("01_reindex.sql", NO_TRANSACTION + "REINDEX (VERBOSE) INDEX CONCURRENTLY \"Odd name\";");

        Cli.Outcome one = apply(stack);

        assertThat(left).isEqualTo("\"Odd name_ccnew\"");
        succeeded(one);
        assertThat(one.err()).contains("Odd name_ccnew", "which an interrupted REINDEX left");
        assertThat(
                        Sql.value(
                                stack,
                                "SELECT string_agg(indexrelid::regclass::text, ',' ORDER BY c.relname DESC) FROM pg_index i"
                                        + " JOIN pg_class c ON c.oid = indexrelid WHERE c.relnamespace = 'public'::regnamespace"))
                .isEqualTo("other_ccnew,\"Odd name\"");
    }

    /** Starts a statement that has to wait for a writer, and cancels it while it does. */
    private static void leaveHalfBuilt(TestStack stack, String sql) throws Exception {
        try (Connection writer = stack.connection();
                Statement lock = writer.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            writer.setAutoCommit(false);
            lock.execute("INSERT INTO things VALUES (2)");
            Future<?> cancelled = thread.submit(() -> {
                try {
                    Sql.run(stack, sql);
                } catch (SQLException e) {
                    return e.getSQLState();
                }
                return "";
            });
            awaitQuery(stack, "wait_event_type = 'Lock' AND query LIKE '%CONCURRENTLY%'");
            Sql.run(stack, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
            assertThat(cancelled.get()).isEqualTo("57014");
            writer.rollback();
        }
    }

    @Test
    void a_table_of_half_built_indexes_is_cleared_with_all_of_them(TestStack stack) throws Exception {
        Sql.run(
                stack,
                "CREATE TABLE things (id int, name text)",
                "CREATE INDEX one ON things (id)",
                "CREATE INDEX two ON things (id)");
        leaveHalfBuilt(stack, "REINDEX TABLE CONCURRENTLY things");
        int left = Integer.parseInt(Sql.value(stack, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
        folder.pg("01_reindex.sql", NO_TRANSACTION + "REINDEX TABLE CONCURRENTLY public.things;");

        succeeded(apply(stack));

        assertThat(left).isPositive();
        assertThat(Sql.value(stack, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
                .isEqualTo("0");
    }

    @Test
    void a_detachment_that_was_interrupted_is_finished(TestStack stack) throws Exception {
        Sql.run(
                stack,
                "CREATE TABLE parts (id int) PARTITION BY LIST (id)",
                "CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1)",
                "CREATE TABLE part_2 PARTITION OF parts FOR VALUES IN (2)");
        try (Connection reader = stack.connection();
                Statement read = reader.createStatement();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            reader.setAutoCommit(false);
            read.execute("SELECT * FROM parts");
            folder.pg("01_detach.sql", NO_TRANSACTION + "ALTER TABLE parts DETACH PARTITION part_1 CONCURRENTLY;");
            var cancellation = new Cancellation();
            Future<Cli.Outcome> run =
                    thread.submit(() -> Cli.postgres(stack, folder).run(cancellation, "pg", "--apply"));
            awaitQuery(stack, "wait_event_type = 'Lock' AND query LIKE 'ALTER TABLE%'");
            cancellation.request();
            assertThat(run.get().exitCode()).isEqualTo(130);
            reader.rollback();
        }
        String pending = Sql.value(stack, "SELECT count(*) FROM pg_inherits WHERE inhdetachpending");

        Cli.Outcome next = apply(stack);

        assertThat(pending).isEqualTo("1");
        succeeded(next);
        assertThat(next.err()).contains("finishes the detachment of part_1");
        assertThat(Sql.value(stack, "SELECT string_agg(inhrelid::regclass::text, ',') FROM pg_inherits"))
                .isEqualTo("part_2");
    }

    @Test
    void a_statement_that_failed_is_not_taken_for_done_after_it_was_edited(TestStack stack) {
        folder.pg("01_a.sql", NO_TRANSACTION + "CREATE DATABASE \"no such\" TEMPLATE missing;");
        Cli.Outcome failed = apply(stack);
        folder.pg("01_a.sql", NO_TRANSACTION + "DROP INDEX CONCURRENTLY not_there;");

        Cli.Outcome edited = apply(stack);

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(edited.exitCode()).isEqualTo(6);
        assertThat(edited.err()).contains("index \"not_there\" does not exist");
    }

    @Test
    void a_role_or_setting_or_temporary_table_of_one_file_does_not_reach_the_next(TestStack stack) throws SQLException {
        String role = "role_of_" + stack.database();
        Sql.run(stack, "CREATE ROLE " + role, "GRANT CREATE ON SCHEMA public TO " + role);
        folder.pg(
                        "01_together.sql",
                        "SET ROLE " + role + "; SET search_path = pg_catalog; CREATE TEMP TABLE b (id int);")
                .pg(
                        "02_alone.sql",
                        NO_TRANSACTION + "SET ROLE " + role + ";\nCREATE TABLE public.a (id int);\n"
                                + "CREATE INDEX CONCURRENTLY a_idx ON public.a (id);\nDO $$ BEGIN COMMIT; END $$;")
                .pg("03_next.sql", "CREATE TABLE b AS SELECT current_user AS name;");

        succeeded(apply(stack));

        assertThat(Sql.value(stack, "SELECT relowner::regrole FROM pg_class WHERE oid = 'a'::regclass"))
                .isEqualTo(role);
        assertThat(Sql.value(stack, "SELECT name FROM public.b")).isEqualTo(stack.user());
        Sql.run(stack, "DROP OWNED BY " + role);
    }

    @Test
    void a_connection_that_breaks_ends_the_run_with_what_is_known(TestStack stack) throws SQLException {
        folder.pg("01_good.sql", "CREATE TABLE good (id int);")
                .pg("02_cut.sql", "SELECT pg_terminate_backend(pg_backend_pid());");

        Cli.Outcome cut = apply(stack);
        folder.pg("02_cut.sql", "SELECT 1;");
        Cli.Outcome next = apply(stack);

        assertThat(cut.exitCode()).isEqualTo(6);
        assertThat(cut.err()).contains("pg/02_cut.sql:1:1", "The connection broke", "the next apply looks it up");
        assertThat(cut.out()).contains("1 applied now");
        succeeded(next);
    }

    @Test
    void an_edit_of_formatting_alone_is_accepted_and_told(TestStack stack) {
        folder.pg("01_a.sql", "CREATE TABLE a (id int DEFAULT 5);");
        succeeded(apply(stack));

        folder.pg("01_a.sql", "-- now with a comment\ncreate table A\n  (ID int default 5)");
        Cli.Outcome formatted = apply(stack);
        folder.pg("01_a.sql", "CREATE TABLE a (id int DEFAULT 6);");
        Cli.Outcome edited = apply(stack);

        succeeded(formatted);
        assertThat(formatted.out()).contains("note: pg/01_a.sql was edited after it had been applied, in comments");
        assertThat(edited.exitCode()).isEqualTo(5);
    }

    @Test
    void tables_with_many_new_rows_or_a_new_vector_index_are_looked_after(TestStack stack) throws SQLException {
        // A stand-in for pgvector, which not every server has: it is recognised by the name of its access method.
        Sql.run(
                stack,
                "CREATE ACCESS METHOD hnsw TYPE INDEX HANDLER bthandler",
                "CREATE OPERATOR CLASS int_hnsw DEFAULT FOR TYPE int USING hnsw AS OPERATOR 1 <, OPERATOR 2 <=,"
                        + " OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(int, int)");
        folder.pg("01_a.sql", """
                        CREATE TABLE big AS SELECT g AS id FROM generate_series(1, 5000) g;
                        INSERT INTO big SELECT g FROM generate_series(1, 5000) g;
                        CREATE TABLE small AS SELECT g AS id FROM generate_series(1, 9999) g;
                        CREATE TEMP TABLE passing AS SELECT g FROM generate_series(1, 20000) g;
                        CREATE TABLE vectors (id int);
                        CREATE TABLE gone AS SELECT g FROM generate_series(1, 20000) g;
                        DROP TABLE gone;
                        """).pg("02_b.sql", NO_TRANSACTION + """
                        CREATE INDEX CONCURRENTLY vectors_hnsw ON vectors USING hnsw (id);
                        CREATE TABLE looped (id int);
                        CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN
                          INSERT INTO looped SELECT generate_series(1, 6000); COMMIT;
                          INSERT INTO looped SELECT generate_series(1, 6000); COMMIT; END $$;
                        CALL fill();
                        """);

        Cli.Outcome first = apply(stack, "-o", "json");
        Cli.Outcome second = apply(stack);

        succeeded(first);
        assertThat(first.out())
                .contains("pg: VACUUM (ANALYZE) big, since 10000 rows of it were written")
                .contains("pg: VACUUM (ANALYZE) looped, since 12000 rows of it were written")
                .contains("pg: ANALYZE vectors, since its index vectors_hnsw is new")
                .doesNotContain("small,", "passing", "gone");
        assertThat(second.all()).doesNotContain("ANALYZE");
        assertThat(Sql.value(
                        stack,
                        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_stat_user_tables"
                                + " WHERE last_analyze IS NOT NULL"))
                .isEqualTo("big looped vectors");
        assertThat(Sql.value(
                        stack,
                        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_stat_user_tables"
                                + " WHERE last_vacuum IS NOT NULL"))
                .isEqualTo("big looped");
    }

    @Test
    void what_a_killed_run_did_not_look_after_is_done_by_the_next(TestStack stack) throws SQLException {
        folder.pg("01_a.sql", "CREATE TABLE big AS SELECT g AS id FROM generate_series(1, 10000) g;");
        succeeded(apply(stack));
        Sql.run(stack, "UPDATE graphsync_schema.upkeep SET done_at = NULL");

        Cli.Outcome next = apply(stack);

        succeeded(next);
        assertThat(next.out()).contains("0 applied now", "note: pg: VACUUM (ANALYZE) big");
        assertThat(Sql.value(stack, "SELECT count(*) FROM graphsync_schema.upkeep WHERE done_at IS NULL"))
                .isEqualTo("0");
    }
}
