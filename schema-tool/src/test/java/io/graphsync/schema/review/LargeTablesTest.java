package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class and the expected time of a statement follow the sizes of the tables. */
class LargeTablesTest {
    private static final String BASE = "CREATE TABLE item (id int PRIMARY KEY, note text);\n";
    private static final TableSizes SMALL = new TableSizes(Map.of("public.item", 900_000_000L));
    private static final TableSizes LARGE = new TableSizes(Map.of("public.item", 60_000_000_000L));

    @TempDir
    Path folder;

    @Test
    void an_index_on_a_large_table_is_red() throws IOException {
        String sql = "CREATE INDEX item_note ON item (note);";

        assertThat(review(sql, TableSizes.UNKNOWN).riskClass()).isEqualTo(RiskClass.YELLOW);
        assertThat(review(sql, SMALL).riskClass()).isEqualTo(RiskClass.YELLOW);
        StatementReview large = review(sql, LARGE);
        assertThat(large.riskClass()).isEqualTo(RiskClass.RED);
        assertThat(large.findings().getFirst())
                .isEqualTo(new Finding(
                        "SIZE",
                        Severity.ERROR,
                        "takes about 10 min (public.item has 60 GB), and nobody writes to public.item meanwhile",
                        "CREATE INDEX CONCURRENTLY in a file with -- migrate: no-transaction"));
    }

    @Test
    void what_keeps_nobody_out_stays_as_it_is() throws IOException {
        assertThat(review("COMMENT ON TABLE item IS 'x';", LARGE).riskClass()).isEqualTo(RiskClass.GREEN);
        assertThat(review("ALTER TABLE item ADD COLUMN size int;", LARGE).findings())
                .extracting(Finding::rule)
                .doesNotContain("SIZE");
        assertThat(review("UPDATE item SET note = 'x' WHERE id < 10;", LARGE).findings())
                .extracting(Finding::rule)
                .doesNotContain("SIZE");
        assertThat(review("-- migrate: no-transaction\nCREATE INDEX CONCURRENTLY item_note ON item (note);", LARGE)
                        .findings())
                .extracting(Finding::rule)
                .doesNotContain("SIZE");
    }

    @Test
    void a_file_may_allow_it_with_a_reason_and_its_class_stays_red() throws IOException {
        StatementReview allowed = review(
                "-- migrate: allow SIZE reason=\"in the maintenance window\"\nCREATE INDEX item_note ON item (note);",
                LARGE);

        assertThat(allowed.riskClass()).isEqualTo(RiskClass.RED);
        assertThat(allowed.findings().getFirst().message()).contains("allowed: in the maintenance window");
        assertThat(allowed.findings().getFirst().severity()).isEqualTo(Severity.INFO);
    }

    @Test
    void the_expected_time_is_told_as_far_as_it_is_known() throws IOException {
        assertThat(expected("ALTER TABLE item ADD COLUMN size int;", LARGE)).isEqualTo("at once");
        assertThat(expected("CREATE INDEX item_note ON item (note);", TableSizes.UNKNOWN))
                .isEqualTo("grows with public.item");
        assertThat(expected("CREATE INDEX item_note ON item (note);", SMALL))
                .isEqualTo("about 9 s (public.item has 900 MB)");
        assertThat(expected("ALTER TABLE item ALTER COLUMN id TYPE bigint;", SMALL))
                .isEqualTo("about 45 s (public.item has 900 MB)");
        assertThat(expected("INSERT INTO item VALUES (1, 'x');", LARGE)).isEqualTo("grows with the rows it writes");
        assertThat(expected("CREATE TABLE other (id int PRIMARY KEY);", LARGE)).isEmpty();
    }

    private String expected(String sql, TableSizes sizes) throws IOException {
        return ExpectedTime.of(review(sql, sizes), sizes).words();
    }

    private StatementReview review(String sql, TableSizes sizes) throws IOException {
        Path base = Files.writeString(folder.resolve("base.sql"), BASE);
        Path file = Files.writeString(folder.resolve("02_change.sql"), sql);
        return ReviewedFiles.read(List.of(base), sizes, file)
                .files()
                .getFirst()
                .statements()
                .getFirst();
    }
}
