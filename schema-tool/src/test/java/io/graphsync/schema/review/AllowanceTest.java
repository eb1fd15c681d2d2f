package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.text.Reviewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file may allow with a reason, and what that does not cover. */
class AllowanceTest {
    private static final StatementReader READER = new StatementReader();
    private static final String ALLOW = "-- migrate: allow DD21 reason=\"the name is quoted\"\n";

    @TempDir
    Path folder;

    @Test
    void dynamic_sql_with_a_reason_is_safe_and_still_not_understood() throws IOException {
        FileReview review = review(
                ALLOW + "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO a', current_database()); END $$;");

        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(review.statements().getFirst().understood()).isFalse();
        assertThat(review.statements().getFirst().riskClass()).isEqualTo(RiskClass.RED);
    }

    @Test
    void dynamic_sql_without_a_reason_is_blocked() throws IOException {
        FileReview review = review("DO $$ BEGIN EXECUTE current_setting('app.sql'); END $$;");

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.statements().getFirst().findings())
                .extracting(Finding::rule)
                .containsExactly("DD21");
    }

    @Test
    void a_reason_for_dynamic_sql_covers_no_destruction_in_it() throws IOException {
        FileReview review = review(ALLOW + "DO $$ BEGIN EXECUTE format('DROP TABLE %I', current_user); END $$;");

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.statements().getFirst().destructive()).isTrue();
    }

    @Test
    void a_reason_for_dynamic_sql_covers_nothing_else_that_is_not_understood() throws IOException {
        FileReview review = review(
                ALLOW + "DO $$ BEGIN EXECUTE format('GRANT a TO %I', current_user); PERFORM app.whatever(); END $$;");

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.statements().getFirst().findings())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .extracting(Finding::rule)
                .containsExactly("PARSE");
    }

    private FileReview review(String sql) throws IOException {
        Path file = Files.writeString(folder.resolve("case.sql"), sql);
        GivenFiles.Given given = GivenFiles.read(List.of(file)).getFirst();
        return new Reviewer(READER).review(given.path(), given.file());
    }
}
