package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

@UseStack(ServerKind.NEO4J)
class Neo4jApplyIT {
    @TempDir
    private Path directory = Path.of(".");

    private Folder folder = new Folder(directory);

    @BeforeEach
    void useTheDirectory() {
        folder = new Folder(directory);
    }

    private Cli cli(TestStack stack) {
        return new Cli(folder).neo4j(stack);
    }

    private static List<Map<String, Object>> graph(TestStack stack, String cypher) {
        try (var driver = GraphDatabase.driver(
                        stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
                var session = driver.session()) {
            return session.run(cypher).list(row -> row.asMap());
        }
    }

    private static Object one(TestStack stack, String cypher) {
        return graph(stack, cypher).getFirst().values().iterator().next();
    }

    @Test
    void an_apply_brings_every_file_once(TestStack stack) {
        folder.neo4j("01_unique.cypher", """
                        CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;
                        CREATE INDEX topic_name IF NOT EXISTS FOR (t:Topic) ON (t.name);
                        """)
                .neo4j("02_model.cypher", "// (User)-[:OWNS]->(Conversation); nothing to do here\n")
                .neo4j("03_data.cypher", """
                        MERGE (:User {id: '1; // not a comment'});
                        UNWIND range(1, 5) AS i CALL (i) { CREATE (:Topic {name: toString(i)}) } IN TRANSACTIONS OF 2 ROWS
                        """);

        Cli.Outcome plan = cli(stack).run("neo4j", "--plan");
        Cli.Outcome first = cli(stack).run("neo4j", "--apply");
        Cli.Outcome second = cli(stack).run("neo4j", "--apply");

        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("3 pending", "comments alone");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("3 applied now");
        assertThat(second.out()).contains("0 applied now, 3 applied");
        assertThat(one(stack, "MATCH (t:Topic) RETURN count(*)")).isEqualTo(5L);
        assertThat(one(
                        stack,
                        "MATCH (m:Migration:GraphsyncMigration) WHERE m.state = 'applied' AND m.checksum IS NOT NULL"
                                + " RETURN count(*)"))
                .isEqualTo(3L);
    }

    @Test
    void an_edited_and_a_missing_file_are_found(TestStack stack) {
        folder.neo4j("01_a.cypher", "MERGE (:A);").neo4j("02_b.cypher", "MERGE (:B);");
        cli(stack).run("neo4j", "--apply");

        folder.neo4j("01_a.cypher", "MERGE (:AA);").delete("neo4j/02_b.cypher");
        Cli.Outcome outcome = cli(stack).run("status", "neo4j");

        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.err()).contains("neo4j/01_a.cypher (changed)", "neo4j/02_b.cypher (missing)");
    }

    @Test
    void a_constraint_that_is_there_in_another_shape_is_an_error(TestStack stack) {
        graph(stack, "CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.email IS UNIQUE");
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;");

        Cli.Outcome outcome = cli(stack).run("neo4j", "--apply");

        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err()).contains("neo4j/01_a.cypher:1:1", "is there already, but as", "User(email)");
    }

    @Test
    void an_index_that_is_there_under_another_name_is_an_error(TestStack stack) {
        graph(stack, "CREATE INDEX old_name FOR (t:Topic) ON (t.name)");
        folder.neo4j("01_a.cypher", "CREATE INDEX topic_name IF NOT EXISTS FOR (t:Topic) ON (t.name);");

        Cli.Outcome outcome = cli(stack).run("neo4j", "--apply");

        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.err()).contains("topic_name was not created", "old_name");
    }

    @Test
    void duplicates_are_named_before_they_become_unique(TestStack stack) {
        graph(stack, "CREATE (:User {id: 'twin'}), (:User {id: 'twin'}), (:User {id: 'only'})");
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT FOR (u:User) REQUIRE u.id IS UNIQUE;");

        Cli.Outcome failed = cli(stack).run("neo4j", "--apply");
        graph(stack, "MATCH (u:User {id: 'twin'}) WITH u LIMIT 1 DELETE u");
        Cli.Outcome mended = cli(stack).run("neo4j", "--apply");

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(failed.err()).contains("[twin] (2 times)");
        assertThat(mended.exitCode()).as(mended.err()).isZero();
    }

    @Test
    void a_file_that_fails_goes_on_where_it_stopped(TestStack stack) {
        folder.neo4j("01_a.cypher", "CREATE (:Step {n: 1});\nRETURN 1/0;");
        Cli.Outcome failed = cli(stack).run("neo4j", "--apply");

        folder.neo4j("01_a.cypher", "CREATE (:Step {n: 1});\nCREATE (:Step {n: 2});");
        Cli.Outcome resumed = cli(stack).run("neo4j", "--apply");

        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(failed.err()).contains("neo4j/01_a.cypher:2:1", "The first 1 of its 2 statements is applied");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(one(stack, "MATCH (s:Step) RETURN count(*)")).isEqualTo(2L);
    }

    @Test
    void what_is_no_cypher_is_refused(TestStack stack) {
        folder.neo4j("01_a.cypher", "CREATE (:Good);\nMATCH (n RETURN n;");

        Cli.Outcome outcome = cli(stack).run("neo4j", "--apply");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("neo4j/01_a.cypher:2:10: not Cypher");
        assertThat(one(stack, "MATCH (n:Good) RETURN count(*)")).isEqualTo(0L);
    }

    @Test
    void two_runs_at_once_apply_each_file_once(TestStack stack) throws Exception {
        folder.neo4j("01_a.cypher", "CREATE CONSTRAINT FOR (u:User) REQUIRE u.id IS UNIQUE;")
                .neo4j("02_b.cypher", "CREATE (:Once);");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Cli.Outcome> one = threads.submit(() -> cli(stack).run("neo4j", "--apply"));
            Future<Cli.Outcome> two = threads.submit(() -> cli(stack).run("neo4j", "--apply"));

            assertThat(List.of(one.get(), two.get()))
                    .allSatisfy(outcome ->
                            assertThat(outcome.exitCode()).as(outcome.err()).isZero());
        }
        assertThat(one(stack, "MATCH (n:Once) RETURN count(*)")).isEqualTo(1L);
    }

    @Test
    void a_lease_of_a_killed_run_is_waited_for(TestStack stack) {
        graph(
                stack,
                "CREATE (:GraphsyncMigrationLock {id: 'run', owner: 'gone', holder: 'process 1', expires_at: timestamp() + 1500})");
        folder.neo4j("01_a.cypher", "CREATE (:A);");

        Cli.Outcome outcome = cli(stack).run("neo4j", "--apply");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("waiting for another run to end (process 1)");
    }

    @Test
    void the_initial_password_of_a_new_server_is_changed_at_first_contact(TestStack stack) {
        graph(stack, "CREATE USER newcomer SET PLAINTEXT PASSWORD 'initial-password' SET PASSWORD CHANGE REQUIRED");
        folder.neo4j("01_a.cypher", "CREATE (:A);");
        Cli cli = cli(stack)
                .set("NEO4J_USERNAME", "newcomer")
                .set("NEO4J_PASSWORD", "chosen-password")
                .set("NEO4J_INITIAL_PASSWORD", "initial-password");

        Cli.Outcome first = cli.run("neo4j", "--apply");
        Cli.Outcome second = cli.unset("NEO4J_INITIAL_PASSWORD").run("status", "neo4j");
        graph(stack, "DROP USER newcomer");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.all()).contains("initial password was changed").doesNotContain("chosen-password");
        assertThat(second.exitCode()).as(second.err()).isZero();
    }
}
