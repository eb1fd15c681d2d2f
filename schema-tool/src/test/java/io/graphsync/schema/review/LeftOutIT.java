package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.rehearse.PgRehearsal;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is left out of a rehearsal, and what stands on it. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class LeftOutIT {
    @TempDir
    Path folder;

    @Test
    void what_depends_on_a_file_that_was_left_out_is_left_out(TestStack stack) throws IOException {
        Path first = file(
                "01_extension.sql",
                "CREATE EXTENSION IF NOT EXISTS no_such_extension;\nCREATE TABLE a (id int PRIMARY KEY);\n");
        Path second = file("02_declared.sql", "-- migrate: depends-on pg/01\nCOMMENT ON TABLE a IS 'x';\n");
        Path third = file("03_undeclared.sql", "COMMENT ON COLUMN a.id IS 'x';\n");
        Path fourth = file("04_free.sql", "CREATE TABLE b (id int PRIMARY KEY);\n");

        Review review = ReviewedFiles.rehearse(
                new PgRehearsal.Server(stack.jdbcUrl(), stack.user(), stack.password()),
                List.of(),
                first,
                second,
                third,
                fourth);

        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(review.notes()).hasSize(3);
        assertThat(review.notes().get(0)).contains("01_extension.sql", "no extension no_such_extension");
        assertThat(review.notes().get(1)).contains("02_declared.sql", "depends on pg/01");
        assertThat(review.notes().get(2)).contains("03_undeclared.sql", "does not exist");
        assertThat(review.files().getLast().statements().getFirst().source())
                .isEqualTo(StatementReview.Source.REHEARSED);
    }

    @Test
    void an_error_where_nothing_was_left_out_is_the_files_own(TestStack stack) throws IOException {
        Path only = file("01_only.sql", "COMMENT ON TABLE absent IS 'x';\n");

        Review review = ReviewedFiles.rehearse(
                new PgRehearsal.Server(stack.jdbcUrl(), stack.user(), stack.password()), List.of(), only);

        assertThat(review.verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(review.notes()).isEmpty();
    }

    @Test
    void what_reaches_beyond_the_database_is_not_run(TestStack stack) throws IOException {
        Path made = folder.resolve("made");
        String program = "COPY (SELECT 1) TO PROGRAM 'touch " + made + "';\n";
        Path up = file("01_program.sql", program);
        file("02_down.down.sql", program);
        Path down = file("02_down.sql", "CREATE TABLE b (id int PRIMARY KEY);\n");

        Review review = ReviewedFiles.rehearse(
                new PgRehearsal.Server(stack.jdbcUrl(), stack.user(), stack.password()), List.of(), up, down);

        assertThat(made).doesNotExist();
        assertThat(review.notes())
                .singleElement()
                .asString()
                .contains("01_program.sql was not rehearsed", "reaches beyond the throwaway database (line 1)");
    }

    private Path file(String name, String sql) throws IOException {
        return Files.writeString(folder.resolve(name), sql);
    }
}
