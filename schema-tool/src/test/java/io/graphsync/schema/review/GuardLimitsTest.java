package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.text.Reviewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that programs write, or somebody who means harm: long, deep, and reviewed to an end all the same. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GuardLimitsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"'', false", "' OR id <> 7', true"})
    void one_alternative_that_lets_all_rows_pass_is_found_among_thousands(String last, boolean destructive)
            throws IOException {
        FileReview review = review("DELETE FROM messages WHERE " + alternatives("id", 3_000) + last + ";");

        assertThat(review.statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.destructive()).isEqualTo(destructive));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOT ", "- - ", "(SELECT ", "CASE WHEN true THEN "})
    void what_is_nested_too_deeply_is_refused_and_its_neighbours_are_reviewed(String opening) throws IOException {
        int depth = 20_000;
        String closing =
                opening.startsWith("(") ? ")".repeat(depth) : opening.startsWith("CASE") ? " END".repeat(depth) : "";

        FileReview review =
                review("SELECT " + opening.repeat(depth) + "1" + closing + ";\nDELETE FROM messages WHERE true;");

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.statements()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "CASE WHEN true THEN "})
    void cypher_that_is_nested_too_deeply_is_refused(String opening) throws IOException {
        int depth = 20_000;
        String closing = switch (opening) {
            case "(" -> ")".repeat(depth);
            case "[" -> "]".repeat(depth);
            default -> " END".repeat(depth);
        };

        FileReview review = review("cypher", "RETURN " + opening.repeat(depth) + "1" + closing + " AS x;");

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @ParameterizedTest
    @CsvSource({"'', false", "' OR n.id <> 7', true"})
    void one_alternative_that_lets_all_nodes_pass_is_found_among_thousands(String last, boolean destructive)
            throws IOException {
        FileReview review =
                review("cypher", "MATCH (n:User) WHERE " + alternatives("n.id", 2_000) + last + " DETACH DELETE n;");

        assertThat(review.statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.destructive()).isEqualTo(destructive));
    }

    private static String alternatives(String key, int count) {
        return IntStream.range(0, count).mapToObj(i -> key + " = " + i).collect(Collectors.joining(" OR "));
    }

    private FileReview review(String sql) throws IOException {
        return review("sql", sql);
    }

    private FileReview review(String extension, String text) throws IOException {
        Path file = folder.resolve("case." + extension);
        Files.writeString(file, text);
        GivenFiles.Given given = GivenFiles.read(List.of(file)).getFirst();
        return new Reviewer(new StatementReader()).review(given.path(), given.file());
    }
}
