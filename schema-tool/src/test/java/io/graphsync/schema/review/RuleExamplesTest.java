package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.review.pg.PgRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show for PostgreSQL: each bad example breaks its rule, each good one keeps it. */
class RuleExamplesTest {
    @TempDir
    Path folder;

    static List<RuleExample> examples() {
        return RuleExample.postgres();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_bad_example_breaks_its_rule_and_a_good_one_keeps_it(RuleExample example) throws IOException {
        ExampleReview review = new ExampleReview(folder);

        assertThat(ExampleReview.rules(review.of(example, example.bad()))).contains(example.rule());
        assertThat(ExampleReview.rules(review.of(example, example.good()))).doesNotContain(example.rule());
    }

    @Test
    void a_rule_has_an_example_or_a_reason_why_not() {
        List<String> shown = examples().stream().map(RuleExample::rule).toList();

        assertThat(shown).doesNotHaveDuplicates().doesNotContainAnyElementsOf(RuleExample.NOT_RUN.keySet());
        assertThat(Arrays.stream(PgRule.values()).map(PgRule::id))
                .allMatch(rule -> shown.contains(rule) || RuleExample.NOT_RUN.containsKey(rule));
    }
}
