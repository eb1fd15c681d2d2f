package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Migrations typed word for word with their traps: what the text alone tells. */
class LiteralTrapsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s03_constraint.sql | CR02 | no ADD CONSTRAINT IF NOT EXISTS | DROP CONSTRAINT IF EXISTS",
                "s07_full_text.sql | CR01 | unaccent() | IMMUTABLE function",
                "s07_full_text.sql | LK05 | written anew | fill it by a trigger",
                "s09_vectors.sql | CR04 | operator class vector_cosine | vector_cosine_ops",
                "s11_policies.sql | CR25 | passes over a table that is not there | to_regclass",
                "s12_compared_with_text.sql | CR26 | user_secrets.user_id | ::uuid",
                "s13_select_only.sql | CR08 | for SELECT alone | FOR ALL",
                "s14_no_policy.sql | CR08 | secret_access_log has no policy | FOR ALL",
                "s33_indexed_names.cypher | CY16 | MERGE it at the same time | CREATE CONSTRAINT",
                "s34_ledger.cypher | CY10 | both in one transaction | two files"
            })
    void a_trap_is_found_by_its_text(String file, String rule, String cause, String fix) {
        FileReview review = review(file);

        assertThat(review.verdict()).isNotEqualTo(Verdict.SAFE);
        assertThat(findings(review)).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(finding.message()).contains(cause);
            assertThat(finding.safer()).contains(fix);
        });
    }

    @Test
    void a_file_of_several_statements_is_taken_apart() {
        FileReview review = review("s31_several.cypher");

        assertThat(review.statements()).hasSize(3);
        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
    }

    @Test
    void a_file_of_comments_alone_has_nothing_to_run() {
        FileReview review = review("s32_comments.cypher");

        assertThat(review.statements()).isEmpty();
        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
    }

    private static FileReview review(String file) {
        return ReviewedFiles.read(
                        List.of(ReviewedFiles.resource("literal/base.sql")),
                        ReviewedFiles.resource("literal").resolve(file))
                .files()
                .getFirst();
    }

    static List<Finding> findings(FileReview review) {
        List<Finding> findings = new java.util.ArrayList<>(review.findings());
        review.statements().forEach(statement -> findings.addAll(statement.findings()));
        return findings;
    }
}
