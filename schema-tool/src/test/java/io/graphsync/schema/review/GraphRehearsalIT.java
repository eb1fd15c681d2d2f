package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.target.Neo4jTarget;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** Files of Neo4j run on a throwaway server before they run anywhere else. */
@UseStack(ServerKind.NEO4J)
class GraphRehearsalIT {
    private static final String USERS = "CREATE CONSTRAINT user_id FOR (u:User) REQUIRE u.id IS UNIQUE;\n";

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // connect() sets it before each test
    private Driver driver;

    @SuppressWarnings("NullAway.Init") // connect() sets it before each test
    private Neo4jTarget server;

    @BeforeEach
    void connect(TestStack stack) {
        server = new Neo4jTarget(stack.boltUri(), stack.neo4jUser(), stack.neo4jPassword(), "neo4j", Optional.empty());
        driver = GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
    }

    @AfterEach
    void disconnect() {
        driver.close();
    }

    @Test
    void files_stand_on_each_other_and_nothing_is_left() throws IOException {
        Path first = file("01_users.cypher", USERS + "CREATE INDEX user_name FOR (u:User) ON (u.name);\n");
        Path second = file("02_fill.cypher", """
                MERGE (u:User {id: 'a'});
                MATCH (u:User) CALL (u) { SET u.name = 'x' } IN TRANSACTIONS OF 10 ROWS;
                """);
        Path third = file("03_drop.cypher", "DROP INDEX user_name;\n");

        Review review = rehearse(first, second, third);

        assertThat(review.notes()).isEmpty();
        assertThat(review.files())
                .flatExtracting(FileReview::statements)
                .hasSize(5)
                .allSatisfy(statement -> {
                    assertThat(statement.source()).isEqualTo(StatementReview.Source.REHEARSED);
                    assertThat(statement.findings()).extracting(Finding::rule).doesNotContain("SERVER");
                });
        assertThat(count("MATCH (n) RETURN count(*) AS found")).isZero();
        assertThat(count("SHOW CONSTRAINTS YIELD name RETURN count(*) AS found"))
                .isZero();
        assertThat(count("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN count(*) AS found"))
                .isZero();
    }

    @Test
    void what_a_review_checks_afterwards_is_true_then_and_not_before() throws IOException {
        Path file = file("01_users.cypher", USERS + "CREATE INDEX `user's name` FOR (u:User) ON (u.name);\n");
        List<StatementReview> statements =
                ReviewedFiles.read(List.of(), file).files().getFirst().statements();

        try (var session = driver.session()) {
            for (StatementReview statement : statements) {
                String check = statement.checks().getFirst();
                assertThat(session.run(check).single().get(0).asBoolean()).isFalse();
                session.run(statement.sql()).consume();
                session.run("CALL db.awaitIndexes(30)").consume();
                assertThat(session.run(check).single().get(0).asBoolean()).isTrue();
                session.run(statement.rollback().orElseThrow()).consume();
                assertThat(session.run(check).single().get(0).asBoolean()).isFalse();
            }
        }
    }

    @Test
    void the_packaged_files_are_safe() {
        Review review = rehearse(ReviewedFiles.PACKAGED);

        assertThat(review.notes()).isEmpty();
        assertThat(review.files())
                .filteredOn(file -> file.ref().store() == Store.NEO4J)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file.verdict()).as(file.path()).isEqualTo(Verdict.SAFE))
                .flatExtracting(FileReview::statements)
                .allSatisfy(statement -> assertThat(statement.source()).isEqualTo(StatementReview.Source.REHEARSED));
    }

    @Test
    void what_the_server_refuses_blocks_the_file() throws IOException {
        Path file = file("01_mistake.cypher", "MATCH (u:User {id: 'a'}) SET v.name = 'x';\n");

        Review review = rehearse(file);

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(server(review))
                .contains("Neo4j refuses it", "`v` not defined", "(Neo.ClientError.Statement.SyntaxError)");
    }

    @Test
    void what_is_there_under_another_name_blocks_the_file() throws IOException {
        Path base = file("base.cypher", USERS);
        Path file = file(
                "02_again.cypher", "CREATE CONSTRAINT user_key IF NOT EXISTS FOR (u:User) REQUIRE u.id IS UNIQUE;\n");

        Review review = ReviewedFiles.rehearse(server, List.of(base), file);

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(server(review)).contains("user_key was not created", "the same exists under the name user_id");
    }

    @Test
    void the_servers_remarks_are_told() throws IOException {
        Path file = file("01_nothing.cypher", "DROP INDEX absent IF EXISTS;\n");

        assertThat(server(rehearse(file))).contains("Neo4j remarks", "absent");
    }

    @Test
    void a_down_file_that_brings_everything_back_is_no_finding() throws IOException {
        file("01_users.down.cypher", "DROP CONSTRAINT user_id;\n");
        Path first = file("01_users.cypher", USERS);
        Path second = file("02_drop.cypher", "// migrate: allow CY04 reason=\"a test\"\nDROP CONSTRAINT user_id;\n");

        Review review = rehearse(first, second);

        assertThat(review.files())
                .flatExtracting(FileReview::findings)
                .extracting(Finding::rule)
                .doesNotContain("DOWN");
        assertThat(review.files())
                .flatExtracting(FileReview::statements)
                .flatExtracting(StatementReview::findings)
                .extracting(Finding::rule)
                .doesNotContain("SERVER");
    }

    @Test
    void what_a_down_file_leaves_or_loses_is_told_and_the_next_file_does_not_see_it() throws IOException {
        Path base = file("base.cypher", "CREATE INDEX user_name FOR (u:User) ON (u.name);\nMERGE (:User {id: 'a'});\n");
        file("02_more.down.cypher", "DROP INDEX user_name;\nMATCH (u:User {id: 'a'}) DELETE u;\n");
        Path second = file("02_more.cypher", USERS);
        Path third = file("03_drop.cypher", "DROP INDEX user_name;\nDROP CONSTRAINT user_id;\n");

        Review review = ReviewedFiles.rehearse(server, List.of(base), second, third);

        assertThat(review.files().getFirst().findings())
                .filteredOn(finding -> finding.rule().equals("DOWN"))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("02_more.down.cypher", "leaves constraint user_id", "does not bring back index user_name")
                .contains("does not bring back nodes [User]");
        assertThat(server(review)).isEmpty();
    }

    @Test
    void a_library_that_the_server_does_not_have_is_no_mistake_of_the_file() throws IOException {
        Path procedure = file("01_procedure.cypher", "CALL apoc.util.sleep(1);\n");
        Path function = file("02_function.cypher", "MERGE (u:User {id: 'a'}) SET u.name = apoc.text.clean('A');\n");
        Path mistake = file("03_mistake.cypher", "MERGE (u:User {id: 'a'}) SET u.name = cleaned('A');\n");

        Review review = rehearse(procedure, function, mistake);

        assertThat(review.notes())
                .anySatisfy(
                        note -> assertThat(note).contains("02_function.cypher was not rehearsed", "no such library"));
        assertThat(review.notes()).noneMatch(note -> note.contains("03_mistake"));
        assertThat(server(review)).contains("cleaned");
    }

    @Test
    void constraints_of_the_enterprise_edition_are_left_out() throws IOException {
        Path file = file("01_exists.cypher", "CREATE CONSTRAINT user_name FOR (u:User) REQUIRE u.name IS NOT NULL;\n");

        Review review = rehearse(file);

        assertThat(review.notes()).singleElement().asString().contains("Neo4j Community", "--shadow-uri");
    }

    @Test
    void files_and_addresses_are_not_read() throws IOException {
        Path file =
                file("01_load.cypher", "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS row MERGE (:User {id: row[0]});\n");

        Review review = rehearse(file);

        assertThat(review.notes())
                .singleElement()
                .asString()
                .contains("LOAD CSV reaches beyond the throwaway database");
        assertThat(server(review)).isEmpty();
    }

    @Test
    void a_graph_that_holds_something_is_not_touched() throws IOException {
        Path file = file("01_users.cypher", USERS);
        try (var session = driver.session()) {
            session.run("CREATE (:Precious)").consume();
        }

        assertThatThrownBy(() -> rehearse(file))
                .isInstanceOf(MigrateException.class)
                .hasMessageContaining("holds nodes")
                .hasMessageContaining("name an empty one");
        assertThat(count("MATCH (n:Precious) RETURN count(*) AS found")).isOne();
    }

    private Review rehearse(Path... files) {
        return ReviewedFiles.rehearse(server, List.of(), files);
    }

    /** What the server itself has to say, of all files. */
    private static String server(Review review) {
        return String.join(
                "\n",
                review.files().stream()
                        .flatMap(file -> file.statements().stream())
                        .flatMap(statement -> statement.findings().stream())
                        .filter(finding -> finding.rule().equals("SERVER"))
                        .map(Finding::message)
                        .toList());
    }

    private long count(String cypher) {
        try (var session = driver.session()) {
            return session.run(cypher).single().get("found").asLong();
        }
    }

    private Path file(String name, String cypher) throws IOException {
        return Files.writeString(folder.resolve(name), cypher);
    }
}
