package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What graphsync itself ships passes a rehearsal, also where the server has not every extension. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class PackagedReviewIT {
    @Test
    void every_packaged_migration_is_safe_when_rehearsed(TestStack stack) {
        var server = new PgRehearsal.Server(stack.jdbcUrl(), stack.user(), stack.password());

        Review review = ReviewedFiles.rehearse(server, List.of(), ReviewedFiles.PACKAGED);

        assertThat(review.files())
                .allSatisfy(file -> assertThat(file.statements().stream()
                                .flatMap(statement -> statement.findings().stream())
                                .filter(finding -> finding.severity() != Severity.INFO))
                        .as(file.path())
                        .isEmpty());
        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(review.files().stream()
                        .flatMap(file -> file.statements().stream())
                        .filter(statement -> statement.source() == StatementReview.Source.REHEARSED))
                .hasSizeGreaterThan(50);
        assertThat(review.notes()).allMatch(note -> note.contains("was not rehearsed: "));
    }
}
