package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.cypher.CypherRule;
import io.graphsync.schema.review.text.Reviewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show for Neo4j: each bad example breaks its rule, each good one passes. */
class CypherExamplesTest {
    @TempDir
    Path folder;

    static List<RuleExample> examples() {
        return RuleExample.neo4j();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_bad_example_breaks_its_rule_and_a_good_one_passes(RuleExample example) throws IOException {
        assertThat(ExampleReview.rules(review(example.bad().text()))).contains(example.rule());
        assertThat(review(example.good().text()).verdict()).isEqualTo(Verdict.SAFE);
    }

    @Test
    void a_rule_has_an_example() {
        assertThat(examples())
                .extracting(RuleExample::rule)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(CypherRule.values()).map(CypherRule::id).toList());
    }

    private FileReview review(String cypher) throws IOException {
        Path file = Files.writeString(folder.resolve("case.cypher"), cypher);
        GivenFiles.Given given = GivenFiles.read(List.of(file)).getFirst();
        return new Reviewer(new StatementReader()).review(given.path(), given.file());
    }
}
