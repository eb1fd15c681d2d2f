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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@UseStack({ServerKind.POSTGRES, ServerKind.NEO4J})
class GateIT {
    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void useTheDirectory() {
        folder = new Folder(directory)
                .pg("01_a.sql", "-- migrate: depends-on neo4j/01\nCREATE TABLE a (id int);")
                .neo4j("01_a.cypher", "CREATE (:A);");
    }

    private Cli cli(TestStack stack) {
        return Cli.postgres(stack, folder).neo4j(stack);
    }

    @Test
    void production_is_applied_to_only_when_confirmed(TestStack stack) throws SQLException {
        Cli cli = cli(stack).set("DB_ENV", "production");

        Cli.Outcome refused = cli.run("all", "--apply");
        String there = Sql.value(stack, "SELECT count(*) FROM pg_namespace WHERE nspname = 'graphsync_schema'");
        Cli.Outcome confirmed = cli.set("DEPLOY_CONFIRM", "YES").run("all", "--apply");

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err()).contains("DEPLOY_CONFIRM=YES");
        assertThat(there).isEqualTo("0");
        assertThat(confirmed.exitCode()).as(confirmed.err()).isZero();
    }

    @Test
    void a_store_of_one_environment_is_not_applied_to_as_another(TestStack stack) {
        cli(stack).set("DB_ENV", "production").set("DEPLOY_CONFIRM", "YES").run("all", "--apply");
        folder.pg("02_b.sql", "CREATE TABLE b (id int);").neo4j("02_b.cypher", "CREATE (:B);");

        Cli.Outcome pg = cli(stack).run("pg", "--apply");
        Cli.Outcome graph = cli(stack).run("neo4j", "--apply");
        Cli.Outcome plan = cli(stack).run("all", "--plan");

        assertThat(pg.exitCode()).isEqualTo(4);
        assertThat(pg.err()).contains("belongs to the environment 'production', but DB_ENV says 'development'");
        assertThat(graph.exitCode()).isEqualTo(4);
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out()).contains("note: PostgreSQL at", "note: Neo4j at");
    }

    @Test
    void files_of_both_stores_run_in_the_order_that_they_depend_on_each_other(TestStack stack) {
        Cli.Outcome alone = cli(stack).run("pg", "--apply");
        Cli.Outcome both = cli(stack).run("all", "--apply");

        assertThat(alone.out()).contains("depends on neo4j/01, which this run does not look at");
        assertThat(both.exitCode()).as(both.err()).isZero();
        assertThat(both.err().indexOf("neo4j/01_a.cypher: applied"))
                .isLessThan(both.err().indexOf("pg/01_a.sql: applied"));
    }

    @Test
    void reports_are_json_when_asked_for(TestStack stack) {
        Cli.Outcome plan = cli(stack).run("plan", "all", "-o", "json");
        Cli.Outcome apply = cli(stack).run("apply", "all", "-o", "json");
        Cli.Outcome status = cli(stack).run("status", "-o", "json");

        assertThat(plan.out()).contains("\"format\" : \"migrate.plan/1\"", "\"text\" : \"CREATE TABLE a (id int)\"");
        assertThat(apply.out()).contains("\"format\" : \"migrate.apply/1\"", "\"applied_now\" : 2");
        assertThat(status.out()).contains("\"format\" : \"migrate.status/1\"", "\"pending\" : 0");
    }

    @Test
    void pending_files_fail_a_check_that_asks_for_it(TestStack stack) {
        assertThat(cli(stack).run("all", "--plan", "--fail-on-pending").exitCode())
                .isEqualTo(5);
    }

    @Test
    void secrets_reach_the_server_and_nothing_else(TestStack stack) throws Exception {
        String canary = "cAnary'\\\"$$9d1f";
        Path secret = Files.writeString(directory.resolve("secret"), canary + "\n");
        String role = "role_of_" + stack.database();
        folder.pg("01_a.sql", """
                        -- migrate: optional-variable not_there
                        CREATE ROLE %1$s LOGIN;
                        ALTER ROLE %1$s PASSWORD :'role_password';
                        ALTER ROLE %1$s PASSWORD :'not_there';
                        CREATE TABLE kept AS SELECT :'plain_value' AS value;
                        """.formatted(role)).pg("02_fails.sql", "SELECT 1/0, :'plain_value'::int;");
        Cli cli = cli(stack).set("ROLE_PASSWORD_FILE", secret.toString()).set("PLAIN_VALUE", canary);

        Cli.Outcome plan = cli.run("pg", "--plan");
        Cli.Outcome apply = cli.run("pg", "--apply");
        String history = Sql.value(stack, "SELECT string_agg(m::text, ' ') FROM graphsync_schema.schema_migrations m");
        String stored = Sql.value(stack, "SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'");

        assertThat(apply.exitCode()).isEqualTo(6);
        assertThat(apply.err()).contains("left out");
        assertThat(plan.all() + apply.all() + history).doesNotContain("9d1f").doesNotContain("SCRAM");
        assertThat(stored).startsWith("SCRAM-SHA-256$4096:");
        assertThat(Sql.value(stack, "SELECT value FROM kept")).isEqualTo(canary);
        try (var login = DriverManager.getConnection(stack.jdbcUrl(), role, canary)) {
            assertThat(login.isValid(5)).isTrue();
        }
    }

    @Test
    void a_variable_without_a_value_stops_the_file_before_anything_is_done(TestStack stack) {
        folder.pg("01_a.sql", "CREATE TABLE a (id int); SELECT :'nobody_set_this';");

        Cli.Outcome outcome = cli(stack).run("pg", "--apply");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("NOBODY_SET_THIS_FILE");
    }

    @Test
    void application_roles_cannot_write_the_history(TestStack stack) throws SQLException {
        String role = "app_of_" + stack.database();
        Sql.run(
                stack,
                "CREATE ROLE " + role,
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO " + role);
        cli(stack).run("all", "--apply");

        String may = Sql.value(
                stack,
                "SELECT is_insertable_into FROM information_schema.tables"
                        + " WHERE table_schema = 'public' AND table_name = 'schema_migrations'");

        assertThat(may).isEqualTo("NO");
        assertThat(Sql.value(stack, "SELECT has_schema_privilege('" + role + "', 'graphsync_schema', 'USAGE')"))
                .isEqualTo("f");
    }

    @Test
    void servers_that_are_away_or_refuse_the_login_are_named(TestStack stack) {
        Cli.Outcome away = new Cli(folder)
                .set("DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/nowhere")
                .run("pg", "--plan");
        Cli.Outcome wrong = Cli.postgres(stack, folder)
                .set("DATABASE_URL", stack.postgres().uri(stack.database()).replace(stack.password() + "@", "wrong@"))
                .run("pg", "--plan");
        Cli.Outcome graph = cli(stack).set("NEO4J_PASSWORD", "wrong-password").run("neo4j", "--plan");

        assertThat(away.exitCode()).isEqualTo(3);
        assertThat(away.err()).contains("127.0.0.1:1/nowhere cannot be reached").doesNotContain("secret");
        assertThat(wrong.exitCode()).isEqualTo(3);
        assertThat(wrong.err()).contains("refused the login");
        assertThat(graph.exitCode()).isEqualTo(3);
        assertThat(graph.err()).contains("refused the login");
    }

    @Test
    void the_packaged_migrations_apply_once_and_only_what_the_server_does_not_offer_waits(TestStack stack)
            throws SQLException {
        boolean vectors = Sql.value(stack, "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
                .equals("1");
        Cli cli = cli(stack);

        Cli.Outcome apply = cli.plain(new Cancellation(), "all", "--apply");
        Cli.Outcome plan = cli.plain(new Cancellation(), "all", "--plan", "-o", "json");

        assertThat(apply.exitCode()).as(apply.err()).isZero();
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("\"pending\" : 0", "\"changed\" : 0", "\"held_back\" : " + (vectors ? 0 : 2));
        assertThat(Sql.value(stack, """
                        SELECT format_type(atttypid, atttypmod) FROM pg_attribute
                         WHERE attrelid = to_regclass('public.messages_embeddings') AND attname = 'embedding'""")).isEqualTo(vectors ? "vector(1536)" : "");
        assertThat(Sql.value(stack, """
                        SELECT count(*) FROM pg_index WHERE indisvalid
                           AND indexrelid = to_regclass('public.messages_embeddings_embedding_idx')""")).isEqualTo(vectors ? "1" : "0");
    }
}
