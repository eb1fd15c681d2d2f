package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.report.Report;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** What the graph's migrations leave behind. */
@UseStack(ServerKind.NEO4J)
class GraphMigrationsIT {
    private static final String CONSTRAINTS = "SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties"
            + " WHERE NOT labelsOrTypes[0] IN"
            + " ['GraphsyncMigration', 'GraphsyncEnvironment', 'GraphsyncMigrationLock', 'GraphsyncOverride']"
            + " RETURN type + ' ' + labelsOrTypes[0] + '.' + properties[0] AS text";
    private static final String INDEXES = "SHOW INDEXES YIELD type, state, labelsOrTypes, properties, owningConstraint"
            + " WHERE type <> 'LOOKUP' AND owningConstraint IS NULL"
            + " RETURN state + ' ' + type + ' ' + labelsOrTypes[0] + '.'"
            + " + reduce(all = '', name IN properties | all + name + ' ') AS text";

    private static Driver driver(TestStack stack) {
        return GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
    }

    private static List<String> texts(Driver driver, String cypher) {
        return driver.executableQuery(cypher).execute().records().stream()
                .map(row -> row.get("text").asString())
                .toList();
    }

    @Test
    void what_is_merged_is_unique_and_what_is_looked_for_is_indexed(TestStack stack) {
        MigrationRun.neo4j(stack).apply();

        try (Driver driver = driver(stack)) {
            assertThat(texts(driver, CONSTRAINTS))
                    .containsExactlyInAnyOrder(
                            "UNIQUENESS User.id",
                            "UNIQUENESS Conversation.id",
                            "UNIQUENESS Message.id",
                            "UNIQUENESS Topic.name",
                            "UNIQUENESS SubTopic.name",
                            "UNIQUENESS GraphsyncTombstone.key");
            assertThat(texts(driver, INDEXES))
                    .containsExactlyInAnyOrder(
                            "ONLINE RANGE File.name ",
                            "ONLINE RANGE GraphsyncTombstone.deleted_at ",
                            "ONLINE RANGE HAS_TOPIC.topic sub_topic ");
        }
    }

    @Test
    void a_second_apply_does_nothing(TestStack stack) {
        Report first = MigrationRun.neo4j(stack).apply();

        Report second = MigrationRun.neo4j(stack).apply();

        assertThat(first.appliedNow()).hasSize(7);
        assertThat(second.appliedNow()).isEmpty();
        assertThat(second.count("applied")).isEqualTo(7);
    }

    @Test
    void duplicates_of_topics_are_named_and_merged_as_the_documentation_says(TestStack stack) throws IOException {
        try (Driver driver = driver(stack)) {
            driver.executableQuery("CREATE (:Conversation {id: '1'})-[:HAS_TOPIC]->(:Topic {name: 'twin'})"
                            + "-[:HAS_SUBTOPIC]->(:SubTopic {name: 'sub'}),"
                            + " (:Conversation {id: '2'})-[:HAS_TOPIC]->(:Topic {name: 'twin'})"
                            + "-[:HAS_SUBTOPIC]->(:SubTopic {name: 'sub'}), (:Topic {name: 'single'})")
                    .execute();

            Report failed = MigrationRun.neo4j(stack).tryToApply();
            assertThat(failed.end().orElseThrow().message())
                    .contains("neo4j/05_unique_topics.cypher", "[twin] (2 times)");
            for (String statement : mergeOfTheDocumentation()) {
                driver.executableQuery(statement).execute();
            }
            MigrationRun.neo4j(stack).apply();

            assertThat(texts(
                            driver,
                            "MATCH (c:Conversation)-[:HAS_TOPIC]->(t)-[:HAS_SUBTOPIC]->(s)"
                                    + " RETURN c.id + ' ' + t.name + ' ' + s.name AS text ORDER BY text"))
                    .containsExactly("1 twin sub", "2 twin sub");
            assertThat(texts(driver, "MATCH (t:Topic) RETURN t.name AS text ORDER BY text"))
                    .containsExactly("single", "twin");
            assertThat(texts(driver, "MATCH (s:SubTopic) RETURN s.name AS text"))
                    .containsExactly("sub");
        }
    }

    private static List<String> mergeOfTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../../docs/migrations.md"));
        String block = page.substring(page.indexOf("```cypher\n") + "```cypher\n".length());
        return List.of(block.substring(0, block.indexOf("```")).strip().split(";\\s*", 0));
    }
}
