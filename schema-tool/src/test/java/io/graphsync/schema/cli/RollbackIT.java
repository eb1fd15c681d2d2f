package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/** What was applied is taken back, by files that people wrote and by what can be derived. */
@UseStack({ServerKind.POSTGRES, ServerKind.NEO4J})
class RollbackIT {
    private static final String TABLES = "SELECT string_agg(c.relname, ',' ORDER BY c.relname) FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'i')";
    private static final String FILES =
            "SELECT coalesce(string_agg(file_name, ',' ORDER BY number), '') FROM graphsync_schema.schema_migrations";

    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void useTheDirectory() {
        folder = new Folder(directory);
    }

    private Cli cli(TestStack stack) {
        return Cli.postgres(stack, folder);
    }

    private static void assertDone(Cli.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    @Test
    void derived_statements_bring_back_what_was_before(TestStack stack) throws SQLException {
        folder.pg("01_a.sql", "CREATE TABLE item (id int PRIMARY KEY);");
        assertDone(cli(stack).run("pg", "--apply"));
        String before = Sql.value(stack, TABLES);
        folder.pg("02_b.sql", "ALTER TABLE item ADD COLUMN note text; CREATE TABLE part (id int);")
                .pg("03_c.sql", "-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY item_note ON item (note);");
        assertDone(cli(stack).run("pg", "--apply"));

        Cli.Outcome plan = cli(stack).run("rollback", "pg", "--to", "01", "--plan");
        String untouched = Sql.value(stack, FILES);
        assertDone(cli(stack).run("rollback", "pg", "--to", "01"));

        assertThat(plan.out()).contains("pg/03_c.down.sql", "DROP INDEX CONCURRENTLY", "DROP TABLE part");
        assertThat(untouched).isEqualTo("01_a.sql,02_b.sql,03_c.sql");
        assertThat(Sql.value(stack, TABLES)).isEqualTo(before);
        assertThat(Sql.value(stack, FILES)).isEqualTo("01_a.sql");
        assertThat(Sql.value(stack, "SELECT count(*) FROM graphsync_schema.rollbacks"))
                .isEqualTo("2");
        assertDone(cli(stack).run("pg", "--apply"));
    }

    @Test
    void what_nothing_takes_back_is_named_before_anything_runs(TestStack stack) throws SQLException {
        folder.pg("01_a.sql", "CREATE TABLE item (id int, note text);")
                .pg("02_b.sql", "ALTER TABLE item DROP COLUMN note;\nCREATE TABLE part (id int);");
        assertDone(cli(stack).run("pg", "--apply"));

        Cli.Outcome refused = cli(stack).run("rollback", "pg");

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains("pg/02_b.sql:1: ALTER TABLE item DROP COLUMN note (irreversible)", "NN_name.down.sql");
        assertThat(Sql.value(stack, FILES)).isEqualTo("01_a.sql,02_b.sql");

        folder.pg("02_b.down.sql", "DROP TABLE part; ALTER TABLE item ADD COLUMN note text;");
        assertDone(cli(stack).run("rollback", "pg"));
        assertThat(Sql.value(stack, FILES)).isEqualTo("01_a.sql");
        assertThat(Sql.value(stack, TABLES)).isEqualTo("item");
    }

    @Test
    void a_rollback_that_failed_half_way_goes_on(TestStack stack) throws SQLException {
        folder.pg("01_a.sql", "-- migrate: no-transaction\nCREATE TABLE a (id int); CREATE TABLE b (id int);")
                .pg("01_a.down.sql", "-- migrate: no-transaction\nDROP TABLE b; DROP TABLE a;");
        assertDone(cli(stack).run("pg", "--apply"));
        Sql.run(stack, "CREATE VIEW hinders AS SELECT * FROM a");

        Cli.Outcome failed = cli(stack).run("rollback", "pg");
        Cli.Outcome apply = cli(stack).run("pg", "--apply");
        Cli.Outcome status = cli(stack).run("status", "pg");
        Sql.run(stack, "DROP VIEW hinders");
        Cli.Outcome again = cli(stack).run("rollback", "pg");

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(apply.exitCode()).isEqualTo(5);
        assertThat(status.out()).contains("half undone", "run 'migrate rollback' again");
        assertDone(again);
        assertThat(Sql.value(stack, FILES)).isEmpty();
        assertThat(Sql.value(stack, TABLES)).isEqualTo("null");
    }

    @Test
    void neo4j_is_taken_back_too(TestStack stack) {
        folder.neo4j(
                "01_a.cypher",
                "CREATE CONSTRAINT item_id FOR (i:Item) REQUIRE i.id IS UNIQUE;"
                        + " CREATE INDEX item_name FOR (i:Item) ON (i.name);");
        Cli cli = cli(stack).neo4j(stack);
        assertDone(cli.run("neo4j", "--apply"));
        assertThat(schema(stack)).contains("item_id", "item_name");

        assertDone(cli.run("rollback", "neo4j"));

        assertThat(schema(stack)).doesNotContain("item_id", "item_name");
        assertThat(cli.run("status", "neo4j").out()).contains("pending       neo4j/01_a.cypher");
    }

    private static List<String> schema(TestStack stack) {
        try (var driver =
                GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()))) {
            return driver.executableQuery("SHOW INDEXES YIELD name RETURN name").execute().records().stream()
                    .map(row -> row.get("name").asString())
                    .toList();
        }
    }
}
