package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What production refuses, and what lets red statements through. */
@UseStack({ServerKind.POSTGRES, ServerKind.NEO4J})
class ProductionGateIT {
    private static final String KEY = "a key that is long enough for an HMAC, and for nothing else";

    /** Everything that a migration could have changed. */
    private static final String CATALOG = "SELECT string_agg(part, E'\\n' ORDER BY part) FROM ("
            + " SELECT c.oid::regclass || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) AS part"
            + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname IN ('public', 'graphsync_schema') AND a.attnum > 0"
            + " UNION ALL SELECT 'override ' || approval FROM graphsync_schema.overrides"
            + " UNION ALL SELECT 'file ' || file_name || checksum FROM graphsync_schema.schema_migrations) AS parts";

    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);
    private Path plan = directory;

    @BeforeEach
    void useTheDirectory() {
        plan = directory.resolve("plan.json");
        folder = new Folder(directory).pg("01_a.sql", "CREATE TABLE item (id int PRIMARY KEY, note text);");
    }

    /** Production with one file applied and a red one pending. */
    private Cli production(TestStack stack) throws SQLException {
        Cli cli = Cli.postgres(stack, folder)
                .neo4j(stack)
                .set("DB_ENV", "production")
                .set("DEPLOY_CONFIRM", "YES")
                .set("MIGRATE_APPROVAL_KEY", KEY);
        assertThat(cli.run("pg", "--apply").exitCode()).isZero();
        Sql.run(stack, "INSERT INTO item VALUES (1, 'kept')");
        folder.pg("02_drop.sql", "ALTER TABLE item DROP COLUMN note;");
        return cli;
    }

    @Test
    void what_keeps_writers_out_of_a_large_table_needs_an_approval(TestStack stack) throws Exception {
        Cli cli = production(stack);
        folder.pg("02_drop.sql", "CREATE INDEX item_note ON item (note);");
        Sql.run(stack, "UPDATE pg_class SET relpages = 200000 WHERE relname = 'item'");
        String before = Sql.value(stack, CATALOG);

        assertRefused(
                stack,
                before,
                cli.run("pg", "--apply"),
                "pg/02_drop.sql:1: CREATE INDEX item_note ON item (note) (SIZE, LK30)");
        Path sizes = Files.writeString(
                directory.resolve("sizes.json"), cli.run("sizes").out());
        assertThat(SizesFile.read(sizes).of("public.item").orElseThrow()).isBetween(1_638_400_000L, 1_700_000_000L);
        Sql.run(stack, "UPDATE pg_class SET relpages = 1 WHERE relname = 'item'");
        assertThat(cli.run("pg", "--apply").exitCode()).isZero();
    }

    private String approve(Cli cli, String... more) {
        Cli.Outcome planned = cli.run("plan", "pg", "--out", plan.toString());
        assertThat(planned.exitCode()).as(planned.err()).isZero();
        List<String> arguments = new ArrayList<>(List.of("approve", plan.toString(), "--by", "Ada"));
        arguments.addAll(List.of(more));
        Cli.Outcome approved = cli.plain(new Cancellation(), arguments.toArray(String[]::new));
        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(approved.err()).contains("pg/02_drop.sql", "DROP COLUMN note", "by Ada");
        return approved.out().strip();
    }

    private static Cli.Outcome applyRed(Cli cli, String token) {
        return cli.run(
                "apply", "pg", "--override-destructive", "--approval-token", token, "--backup-ref", "nightly-17");
    }

    private static void assertRefused(TestStack stack, String before, Cli.Outcome outcome, String why)
            throws SQLException {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err()).contains(why, "Nothing was changed");
        assertThat(Sql.value(stack, CATALOG)).isEqualTo(before);
    }

    @Test
    void red_statements_run_with_an_override_a_token_and_a_backup_only(TestStack stack) throws Exception {
        Cli cli = production(stack);
        String before = Sql.value(stack, CATALOG);
        String token = approve(cli);

        assertRefused(stack, before, cli.run("pg", "--apply"), "pg/02_drop.sql:1: ALTER TABLE item DROP COLUMN note");
        assertRefused(
                stack,
                before,
                cli.run("pg", "--apply", "--override-destructive"),
                "--override-destructive needs an --approval-token");
        assertRefused(
                stack,
                before,
                cli.run("pg", "--apply", "--approval-token", token),
                "an approval token needs --override-destructive");
        assertRefused(
                stack,
                before,
                cli.set("PG_BIN_DIR", directory.toString())
                        .run("apply", "pg", "--override-destructive", "--approval-token", token),
                "there is no pg_dump here that reads PostgreSQL");

        Cli.Outcome applied = applyRed(cli, token);
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(Sql.value(
                        stack,
                        "SELECT approved_by || '|' || backup || '|' || statements"
                                + " FROM graphsync_schema.overrides"))
                .startsWith("Ada|nightly-17|pg/02_drop.sql:1: ALTER TABLE item DROP COLUMN note (");
    }

    @Test
    void a_token_is_for_one_plan_one_target_one_time_and_one_use(TestStack stack) throws Exception {
        Cli cli = production(stack);
        String token = approve(cli);
        String expired = approve(cli, "--expires", "1s");
        String foreign = approve(cli.set("MIGRATE_APPROVAL_KEY", "x".repeat(40)));
        cli.set("MIGRATE_APPROVAL_KEY", KEY);
        String before = Sql.value(stack, CATALOG);
        Thread.sleep(1_500);

        assertRefused(stack, before, applyRed(cli, expired), "it expired at");
        assertRefused(stack, before, applyRed(cli, foreign), "was not made with this MIGRATE_APPROVAL_KEY");
        assertRefused(stack, before, applyRed(cli, "no token"), "was not made with this MIGRATE_APPROVAL_KEY");
        assertRefused(
                stack, before, applyRed(cli.unset("MIGRATE_APPROVAL_KEY"), token), "MIGRATE_APPROVAL_KEY is not set");
        cli.set("MIGRATE_APPROVAL_KEY", KEY);
        folder.pg("03_more.sql", "DROP TABLE item;");
        assertRefused(stack, before, applyRed(cli, token), "it is for another plan");
        folder.delete("pg/03_more.sql");
        Sql.run(stack, "CREATE TABLE by_hand (id int)");
        assertRefused(stack, Sql.value(stack, CATALOG), applyRed(cli, token), "it is for another target");
        Sql.run(stack, "DROP TABLE by_hand");

        assertThat(applyRed(cli, token).exitCode()).isZero();
        // As if the plan had never run, so that only its use speaks against the token.
        Sql.run(
                stack,
                "DROP TABLE item",
                "CREATE TABLE item (id int PRIMARY KEY, note text)",
                "DELETE FROM graphsync_schema.schema_migrations WHERE file_name = '02_drop.sql'");
        assertRefused(stack, Sql.value(stack, CATALOG), applyRed(cli, token), "was used before");
    }

    @Test
    void a_plan_file_is_applied_as_it_was_made_or_not_at_all(TestStack stack) throws Exception {
        Cli cli = production(stack);
        folder.pg("02_drop.sql", "ALTER TABLE item ADD COLUMN other text;");
        assertThat(cli.run("plan", "pg", "--out", plan.toString()).exitCode()).isZero();
        String made = Files.readString(plan);
        String before = Sql.value(stack, CATALOG);

        folder.pg("02_drop.sql", "ALTER TABLE item ADD COLUMN another text;");
        assertRefused(stack, before, applyPlan(cli), "other files or statements would run now");
        folder.pg("02_drop.sql", "ALTER TABLE item ADD COLUMN other text;");
        Files.writeString(plan, made.replace("ADD COLUMN other text", "ADD COLUMN harmless text"));
        assertThat(applyPlan(cli).err()).contains("was altered after it was made");
        Files.writeString(plan, made);
        Sql.run(stack, "CREATE INDEX by_hand ON item (note)");
        assertRefused(stack, Sql.value(stack, CATALOG), applyPlan(cli), "their schema or history has changed since");
        Sql.run(stack, "DROP INDEX by_hand");

        assertThat(applyPlan(cli).exitCode()).isZero();
        assertRefused(stack, Sql.value(stack, CATALOG), applyPlan(cli), "is stale");
    }

    private Cli.Outcome applyPlan(Cli cli) {
        return cli.run("pg", "--apply", "--plan-file", plan.toString());
    }

    @Test
    void red_cypher_needs_a_backup_that_was_made_before(TestStack stack) throws Exception {
        Cli cli = production(stack);
        folder.delete("pg/02_drop.sql").neo4j("01_a.cypher", "MATCH (n:Old) DETACH DELETE n;");
        String token = approveAll(cli);

        Cli.Outcome without = cli.run("apply", "all", "--override-destructive", "--approval-token", token);
        Cli.Outcome with = cli.run(
                "apply", "all", "--override-destructive", "--approval-token", token, "--backup-ref", "neo4j-17");

        assertThat(without.exitCode()).isEqualTo(4);
        assertThat(without.err()).contains("--backup-ref", "Nothing was changed");
        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(Sql.value(stack, "SELECT statements FROM graphsync_schema.overrides"))
                .contains("neo4j/01_a.cypher:1: MATCH (n:Old) DETACH DELETE n");
    }

    private String approveAll(Cli cli) {
        assertThat(cli.run("all", "--plan", "--out", plan.toString()).exitCode())
                .isZero();
        return cli.plain(new Cancellation(), "approve", plan.toString()).out().strip();
    }

    @Test
    void outside_of_production_red_statements_need_none_of_it(TestStack stack) throws Exception {
        Cli cli = Cli.postgres(stack, folder);
        assertThat(cli.run("pg", "--apply").exitCode()).isZero();
        folder.pg("02_drop.sql", "DROP TABLE item;");

        assertThat(cli.run("pg", "--apply").exitCode()).isZero();
    }
}
