package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/** Looks for secrets in everything that a run and the servers write while the servers log every statement. */
@UseStack({ServerKind.POSTGRES, ServerKind.NEO4J})
class SecretsIT {
    /** With characters that are quoted in SQL, of which a redaction must not lose sight; the marks survive any quoting. */
    private static final String CANARY = "cnry7d1'x\\y\"$$cnry7d2";

    private static final String[] MARKS = {"cnry7d1", "cnry7d2"};

    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void logEverything(TestStack stack) throws SQLException {
        folder = new Folder(directory);
        Sql.run(
                stack,
                "ALTER SYSTEM SET logging_collector = on",
                "ALTER SYSTEM SET log_statement = 'all'",
                "ALTER SYSTEM SET log_min_duration_statement = 0",
                "ALTER SYSTEM SET log_min_messages = 'info'",
                "ALTER SYSTEM SET log_min_error_statement = 'info'",
                "ALTER SYSTEM SET log_lock_waits = on",
                "ALTER SYSTEM SET deadlock_timeout = '100ms'");
        restart(stack);
    }

    @AfterEach
    void logAsBefore(TestStack stack) throws SQLException {
        Sql.run(stack, "ALTER SYSTEM RESET ALL");
        restart(stack);
    }

    private static void restart(TestStack stack) {
        stack.postgres().stop();
        stack.postgres().start();
    }

    private static String serverLog(TestStack stack) throws SQLException {
        return Sql.value(stack, "SELECT pg_read_file(pg_current_logfile(), 0, 50000000)");
    }

    private Cli cli(TestStack stack) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), CANARY + "\n");
        return Cli.postgres(stack, folder)
                .set("ROLE_PASSWORD_FILE", file.toString())
                .set("API_KEY", CANARY);
    }

    private Cli.Outcome note(Cli.Outcome outcome) {
        seen.add(outcome.all());
        return outcome;
    }

    private static void holdNoCanary(String what, String text) {
        for (String mark : MARKS) {
            int at = text.indexOf(mark);
            assertThat(at)
                    .as(() -> what + " holds the canary: "
                            + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 50)))
                    .isNegative();
        }
    }

    /** Everything that shows other sessions' statements, as often as it can. */
    private Future<?> watchSessions(TestStack stack, ExecutorService thread, AtomicBoolean stop) {
        return thread.submit(() -> {
            try (var connection = stack.connection();
                    var statement = connection.createStatement()) {
                while (!stop.get()) {
                    try (var rows = statement.executeQuery(
                            "SELECT string_agg(query, ' ') FROM pg_stat_activity WHERE pid <> pg_backend_pid()")) {
                        rows.next();
                        seen.add(String.valueOf(rows.getString(1)));
                    }
                }
            }
            return null;
        });
    }

    private void assertNothingHoldsTheCanary(TestStack stack) throws SQLException {
        holdNoCanary("output or pg_stat_activity", String.join("\n", seen));
        holdNoCanary(
                "the history",
                Sql.value(stack, "SELECT string_agg(m::text, ' ') FROM graphsync_schema.schema_migrations m"));
        String log = serverLog(stack);
        assertThat(log).as("a log without statements proves nothing").contains("CREATE TABLE marker");
        holdNoCanary("the server's log", log);
    }

    @Test
    void values_reach_the_statement_and_nothing_that_is_written(TestStack stack) throws Exception {
        String role = "role_of_" + stack.database();
        folder.pg("01_good.sql", """
                        CREATE TABLE marker (id int);
                        CREATE ROLE %1$s LOGIN PASSWORD :'role_password';
                        CREATE TABLE keys AS SELECT :'api_key' AS key FROM (SELECT pg_sleep(0.3)) nap;
                        DO $$ BEGIN PERFORM 1; END $$;
                        """.formatted(role)).pg("02_alone.sql", """
                        -- migrate: no-transaction
                        INSERT INTO keys VALUES (:'api_key');
                        ALTER ROLE %1$s PASSWORD :'role_password';
                        """.formatted(role));
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> watching = watchSessions(stack, thread, stop);

            note(cli(stack).run("pg", "--plan", "-o", "json"));
            Cli.Outcome outcome = note(cli(stack).run("pg", "--apply", "-o", "json"));
            note(cli(stack).run("status", "pg", "-o", "json"));
            stop.set(true);
            watching.get();

            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        }
        assertNothingHoldsTheCanary(stack);
        assertThat(Sql.value(stack, "SELECT string_agg(key, ' ') FROM keys")).isEqualTo(CANARY + " " + CANARY);
        try (var login = DriverManager.getConnection(stack.jdbcUrl(), role, CANARY)) {
            assertThat(login.isValid(5)).isTrue();
        }
    }

    @Test
    void statements_that_fail_give_nothing_away(TestStack stack) throws Exception {
        List<String> failing = List.of(
                "SELECT :'api_key'::int",
                "CREATE ROLE pg_monitor PASSWORD :'role_password'",
                "INSERT INTO nowhere VALUES (:'api_key')",
                "SELECT 1/0, :'api_key'",
                "CREATE TABLE marker AS SELECT :'api_key' AS k");
        folder.pg("01_marker.sql", "CREATE TABLE marker (id int);");
        Cli.Outcome first = note(cli(stack).run("pg", "--apply"));
        assertThat(first.exitCode()).as(first.err()).isZero();
        for (String head : List.of("", "-- migrate: no-transaction\n")) {
            for (String sql : failing) {
                folder.pg("02_fails.sql", head + sql + ";");

                Cli.Outcome outcome = note(cli(stack).run("pg", "--apply", "-o", "json"));

                assertThat(outcome.exitCode()).as(sql).isEqualTo(6);
            }
        }
        assertNothingHoldsTheCanary(stack);
    }

    @Test
    void a_statement_that_waits_or_is_waited_for_gives_nothing_away(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE marker (id int)", "CREATE TABLE busy (key text)");
        folder.pg("01_blocked.sql", "INSERT INTO busy VALUES (:'api_key');");
        try (var holder = stack.connection();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE busy");
            Cli.Outcome outcome =
                    note(cli(stack).run("pg", "--apply", "--lock-timeout", "700ms", "--lock-retry", "1s"));

            assertThat(outcome.exitCode()).isEqualTo(6);
            assertThat(outcome.err()).contains("last in the way was process");
            holder.rollback();
        }
        assertNothingHoldsTheCanary(stack);
    }

    @Test
    void a_blocker_is_shown_without_the_values_of_its_statement(TestStack stack) throws Exception {
        Sql.run(stack, "CREATE TABLE busy (key text)");
        folder.pg("01_alter.sql", "ALTER TABLE busy ADD COLUMN name text;");
        try (var holder = stack.connection();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.setEscapeProcessing(false);
            statement.execute("INSERT INTO busy /* hidden */ VALUES ('hidden ''hidden'), (E'hidden\\'hidden')");

            Cli.Outcome outcome =
                    note(cli(stack).run("pg", "--apply", "--lock-timeout", "700ms", "--lock-retry", "1s"));

            assertThat(outcome.exitCode()).isEqualTo(6);
            assertThat(outcome.err()).contains("INSERT INTO busy VALUES (?), (?)");
            assertThat(outcome.all()).doesNotContain("hidden");
            holder.rollback();
        }
    }

    @Test
    void a_role_that_may_not_silence_the_log_is_told_so(TestStack stack) throws Exception {
        String role = "mig_of_" + stack.database();
        Sql.run(
                stack,
                "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
                "GRANT CREATE ON DATABASE " + stack.database() + " TO " + role,
                "GRANT CREATE ON SCHEMA public TO " + role);
        folder.pg("01_key.sql", "CREATE TABLE keys AS SELECT :'api_key' AS key;");

        Cli.Outcome outcome = note(cli(stack)
                .set(
                        "DATABASE_URL",
                        "postgres://" + role + ":x@" + stack.postgres().host() + ":"
                                + stack.postgres().port() + "/" + stack.database())
                .run("pg", "--apply"));

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("may not silence the server's log, which keeps the value of api_key");
        holdNoCanary("output", String.join("\n", seen));
        Sql.run(stack, "DROP OWNED BY " + role);
    }

    @Test
    void the_password_of_the_graph_is_written_nowhere(TestStack stack) throws Exception {
        folder.neo4j("01_a.cypher", "CREATE (:A {n: 1});").neo4j("02_fails.cypher", "RETURN 1/0;");
        String password = "cnry7d1-cnry7d2";
        try (var driver = GraphDatabase.driver(
                        stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
                var session = driver.session()) {
            session.run("CREATE USER keeper SET PLAINTEXT PASSWORD 'initial-password' SET PASSWORD CHANGE REQUIRED")
                    .consume();
            Cli cli = new Cli(folder)
                    .neo4j(stack)
                    .set("NEO4J_USERNAME", "keeper")
                    .set("NEO4J_PASSWORD", password)
                    .set("NEO4J_INITIAL_PASSWORD", "initial-password");

            Cli.Outcome outcome = note(cli.run("neo4j", "--apply", "-o", "json"));
            note(cli.run("status", "neo4j", "-o", "json"));
            note(cli.set("NEO4J_PASSWORD", password + "wrong").run("neo4j", "--plan"));

            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(6);
            seen.add(session.run("MATCH (n) RETURN properties(n) AS p").list().toString());
            seen.add(session.run("SHOW TRANSACTIONS").list().toString());
            for (Path log : logs(
                    session.run("SHOW SETTINGS YIELD name, value WHERE name = 'server.directories.logs' RETURN value")
                            .single()
                            .get("value")
                            .asString())) {
                seen.add(Files.readString(log));
            }
        }
        holdNoCanary("output, graph or log", String.join("\n", seen));
    }

    private static List<Path> logs(String folder) throws IOException {
        Path logs = Path.of(folder);
        assertThat(logs).isDirectory();
        try (var files = Files.list(logs)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
