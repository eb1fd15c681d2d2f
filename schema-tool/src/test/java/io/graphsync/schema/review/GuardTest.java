package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.text.Reviewer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guard against destruction: what must be found, what must not be taken for it, and what can't be told. */
class GuardTest {
    private static final StatementReader READER = new StatementReader();

    @TempDir
    Path folder;

    static Stream<Case> destructive() {
        return Stream.concat(cases("destructive", "sql"), cases("destructive", "cypher"));
    }

    static Stream<Case> harmless() {
        return Stream.concat(cases("harmless", "sql"), cases("harmless", "cypher"));
    }

    static Stream<Case> refused() {
        return Stream.concat(cases("refused", "sql"), cases("refused", "cypher"));
    }

    @ParameterizedTest
    @MethodSource("destructive")
    void destruction_is_found(Case one) {
        FileReview review = review(one);

        assertThat(review.statements()).anyMatch(StatementReview::destructive);
        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.riskClass()).isEqualTo(RiskClass.RED);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void what_only_looks_like_it_is_not_taken_for_it(Case one) {
        FileReview review = review(one);

        assertThat(review.statements()).isNotEmpty().noneMatch(StatementReview::destructive);
        assertThat(review.statements()).allMatch(StatementReview::understood);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_not_understood_is_refused(Case one) {
        FileReview review = review(one);

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.statements()).anyMatch(statement -> !statement.understood());
        assertThat(review.statements().stream().flatMap(statement -> statement.findings().stream()))
                .allSatisfy(finding -> assertThat(finding.message()).isNotBlank());
    }

    @Test
    void there_are_enough_of_them() {
        assertThat(Stream.of(destructive(), harmless(), refused())
                        .flatMap(cases -> cases)
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(600);
    }

    private FileReview review(Case one) {
        try {
            Path file = folder.resolve("case." + one.extension());
            Files.writeString(file, one.text());
            GivenFiles.Given given = GivenFiles.read(List.of(file)).getFirst();
            return new Reviewer(READER).review(given.path(), given.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Case> cases(String kind, String extension) {
        try (var resource = GuardTest.class.getResourceAsStream("/guard/" + kind + "." + extension)) {
            String text = new String(resource.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n---\n", -1)).map(String::strip).map(one -> new Case(extension, one));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of its own. */
    record Case(String extension, String text) {
        @Override
        public String toString() {
            return text.replaceAll("\\s+", " ");
        }
    }
}
