package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same migrations when they are rehearsed: the server itself says what is wrong, and the review what helps. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class LiteralTrapsIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s07_full_text.sql | generation expression is not immutable | IMMUTABLE function",
                "s11_policies.sql | relation \"absent_secrets\" does not exist | to_regclass",
                "s12_compared_with_text.sql | operator does not exist: uuid = text | ::uuid"
            })
    void the_server_names_the_cause_and_the_review_the_fix(String file, String cause, String fix, TestStack stack) {
        FileReview review = rehearse(file, stack).files().getFirst();

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(LiteralTrapsTest.findings(review)).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("SERVER");
            assertThat(finding.message()).contains(cause);
            assertThat(finding.safer()).contains(fix);
        });
    }

    @ParameterizedTest
    @CsvSource({"s03_constraint.sql", "s09_vectors.sql", "s13_select_only.sql", "s14_no_policy.sql"})
    void what_the_text_tells_stays_true(String file, TestStack stack) {
        FileReview review = rehearse(file, stack).files().getFirst();

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(LiteralTrapsTest.findings(review))
                .noneMatch(finding -> finding.rule().equals("SERVER"));
    }

    private static Review rehearse(String file, TestStack stack) {
        return ReviewedFiles.rehearse(
                new PgRehearsal.Server(stack.jdbcUrl(), stack.user(), stack.password()),
                List.of(ReviewedFiles.resource("literal/base.sql")),
                ReviewedFiles.resource("literal").resolve(file));
    }
}
