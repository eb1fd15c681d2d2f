package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What graphsync itself ships passes its own review. */
class PackagedReviewTest {
    @Test
    void every_packaged_migration_is_safe() {
        Review review = ReviewedFiles.read(List.of(), ReviewedFiles.PACKAGED);

        assertThat(review.files()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(review.files())
                .allSatisfy(file -> assertThat(file.verdict()).as(file.path()).isEqualTo(Verdict.SAFE));
    }

    @Test
    void no_packaged_migration_allows_what_it_does_not_need() {
        Review review = ReviewedFiles.read(List.of(), ReviewedFiles.PACKAGED);

        assertThat(review.files().stream().flatMap(file -> file.findings().stream()))
                .extracting(Finding::rule)
                .doesNotContain("CR24");
    }
}
