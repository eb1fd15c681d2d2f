package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.text.Reviewer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every statement kind that the grammar reads has a rule that knows what it does. */
class StatementKindsTest {
    /** Functions that nobody can look into here: theirs is the call, not the kind. */
    private static final String CALL = "CALL p(1, b => 2)";

    @TempDir
    Path folder;

    @Test
    void no_kind_of_statement_is_unknown_to_the_rules() throws IOException {
        StatementReader reader = new StatementReader();
        List<String> unknown = new ArrayList<>();
        String all;
        try (var stream = StatementKindsTest.class.getResourceAsStream("/grammar/accepted.sql")) {
            all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String sql : all.lines().filter(line -> !line.isBlank()).toList()) {
            Path file = Files.writeString(folder.resolve("case.sql"), sql + "\n");
            GivenFiles.Given given = GivenFiles.read(List.of(file)).getFirst();
            FileReview review = new Reviewer(reader).review(given.path(), given.file());
            if (!review.statements().getFirst().understood() && !sql.equals(CALL)) {
                unknown.add(sql + ": " + review.statements().getFirst().findings());
            }
        }

        assertThat(unknown).isEmpty();
    }
}
