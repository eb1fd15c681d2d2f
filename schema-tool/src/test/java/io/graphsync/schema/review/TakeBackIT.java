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

/** Down files are tried: apply, take back, compare the catalogs. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class TakeBackIT {
    @TempDir
    Path folder;

    @Test
    void a_down_file_that_brings_everything_back_is_no_finding(TestStack stack) throws IOException {
        file("01_items.down.sql", "DROP TABLE item;\nDROP TYPE mood;\n");
        Path up = file("01_items.sql", """
                CREATE TYPE mood AS ENUM ('good');
                CREATE TABLE item (id bigint PRIMARY KEY, mood mood);
                """);
        Path next = file("02_note.sql", "COMMENT ON TABLE item IS 'it is still there for the next file';\n");

        Review review = rehearse(stack, up, next);

        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(review.files())
                .allSatisfy(file ->
                        assertThat(file.findings()).extracting(Finding::rule).doesNotContain("DOWN"));
    }

    @Test
    void what_a_down_file_leaves_changes_or_loses_is_told(TestStack stack) throws IOException {
        Path base = file("base.sql", """
                CREATE TABLE item (id bigint PRIMARY KEY, note text DEFAULT 'x');
                CREATE INDEX item_note ON item (note);
                """);
        file("02_more.down.sql", "DROP INDEX item_note;\nALTER TABLE item ALTER COLUMN note DROP DEFAULT;\n");
        Path up = file("02_more.sql", "CREATE TABLE more (id bigint PRIMARY KEY);\n");

        Review review = rehearse(stack, List.of(base), up);

        assertThat(review.verdict()).isEqualTo(Verdict.NEEDS_CHANGES);
        assertThat(down(review))
                .contains("02_more.down.sql", "leaves relation public.more", "leaves column public.item.note changed")
                .contains("does not bring back index public.item.item_note");
    }

    @Test
    void a_down_file_that_the_server_refuses_is_told_with_its_line(TestStack stack) throws IOException {
        file("01_items.down.sql", "\nDROP TABLE items;\n");
        Path up = file("01_items.sql", "CREATE TABLE item (id bigint PRIMARY KEY);\n");

        Review review = rehearse(stack, up);

        assertThat(review.verdict()).isEqualTo(Verdict.NEEDS_CHANGES);
        assertThat(down(review)).contains("01_items.down.sql: the server refuses line 2", "does not exist (42P01)");
    }

    @Test
    void a_file_may_allow_it_with_a_reason(TestStack stack) throws IOException {
        file("01_items.down.sql", "SELECT 1;\n");
        Path up = file("01_items.sql", """
                -- migrate: allow DOWN reason="the table is kept for the next try"
                CREATE TABLE item (id bigint PRIMARY KEY);
                """);

        Review review = rehearse(stack, up);

        assertThat(review.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(down(review)).contains("allowed: the table is kept for the next try");
    }

    @Test
    void what_is_derived_is_tried_and_brings_back_the_catalog(TestStack stack) throws IOException {
        Path base = file("base.sql", "CREATE TABLE item (id bigint PRIMARY KEY, note text);\n");
        Path up = file("02_derived.sql", """
                CREATE TABLE more (id bigint PRIMARY KEY, item_id bigint REFERENCES item (id));
                CREATE INDEX more_item ON more (item_id);
                ALTER TABLE item ADD COLUMN size int;
                ALTER TABLE item RENAME COLUMN note TO remark;
                """);

        Review review = rehearse(stack, List.of(base), up);

        assertThat(review.files().getFirst().statements())
                .allSatisfy(statement -> assertThat(statement.rollback()).isPresent());
        assertThat(review.files().getFirst().findings())
                .extracting(Finding::rule)
                .doesNotContain("DOWN");
    }

    private static String down(Review review) {
        return review.files().getFirst().findings().stream()
                .filter(finding -> finding.rule().equals("DOWN"))
                .map(Finding::message)
                .findFirst()
                .orElse("");
    }

    private static Review rehearse(TestStack stack, Path... files) {
        return rehearse(stack, List.of(), files);
    }

    private static Review rehearse(TestStack stack, List<Path> base, Path... files) {
        return ReviewedFiles.rehearse(
                new PgRehearsal.Server(stack.jdbcUrl(), stack.user(), stack.password()), base, files);
    }

    private Path file(String name, String sql) throws IOException {
        return Files.writeString(folder.resolve(name), sql);
    }
}
