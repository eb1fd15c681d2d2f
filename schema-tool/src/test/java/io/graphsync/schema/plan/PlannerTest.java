package io.graphsync.schema.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.file.Directives;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.PgManner;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.parse.TextFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Planner planner = new Planner(false);

    private static MigrationFile file(String ref, String... directives) {
        FileRef fileRef = ref(ref);
        Set<String> extensions = new TreeSet<>();
        Set<FileRef> dependsOn = new TreeSet<>();
        for (String directive : directives) {
            if (directive.contains("/")) {
                dependsOn.add(ref(directive));
            } else {
                extensions.add(directive);
            }
        }
        return new MigrationFile(
                fileRef,
                name(fileRef),
                "text",
                "checksum",
                new Directives(true, extensions, List.of(), Optional.empty(), dependsOn, Map.of()));
    }

    private static FileRef ref(String text) {
        String[] parts = text.split("/", 2);
        return new FileRef(parts[0].equals("pg") ? Store.PG : Store.NEO4J, Integer.parseInt(parts[1]));
    }

    private static String name(FileRef ref) {
        return ref.number() + "_a." + ref.store().extension();
    }

    private static AppliedFile row(String ref, String checksum, boolean finished, int done) {
        return new AppliedFile(
                ref(ref),
                name(ref(ref)),
                checksum,
                finished,
                done,
                3,
                DoneDigest.of(statements("a", "b", "c"), done),
                Optional.of(Instant.EPOCH),
                "somebody",
                Duration.ZERO,
                "1",
                Optional.empty());
    }

    private static AppliedFile applied(String ref) {
        return row(ref, "checksum", true, 3);
    }

    private static TargetState pg(AppliedFile... history) {
        return new TargetState(
                Store.PG, "PostgreSQL", "host/db", Optional.empty(), List.of(history), List.of(), Set.of("unaccent"));
    }

    private static TargetState neo4j(AppliedFile... history) {
        return new TargetState(
                Store.NEO4J, "Neo4j", "host/db", Optional.empty(), List.of(history), List.of(), Set.of());
    }

    private static List<Statement> statements(String... texts) {
        return Stream.of(texts)
                .<Statement>map(text -> new PgStatement(text, 1, 1, new PgManner.Transactional(), List.of()))
                .toList();
    }

    private static List<String> states(Plan plan) {
        return plan.files().stream()
                .map(file -> file.ref() + " " + file.state().word())
                .toList();
    }

    @Test
    void files_are_pending_until_the_history_knows_them() {
        Plan plan = planner.plan(List.of(file("pg/1"), file("pg/2")), List.of(pg(applied("pg/1"))));

        assertThat(states(plan)).containsExactly("pg/01 applied", "pg/02 pending");
        assertThat(plan.toRun()).extracting(PlannedFile::path).containsExactly("pg/2_a.sql");
    }

    @Test
    void edited_renamed_and_missing_files_are_found() {
        AppliedFile renamed = new AppliedFile(
                ref("pg/3"),
                "3_old.sql",
                "checksum",
                true,
                3,
                3,
                "",
                Optional.empty(),
                "somebody",
                Duration.ZERO,
                "1",
                Optional.empty());
        Plan plan = planner.plan(
                List.of(file("pg/1"), file("pg/3")),
                List.of(pg(row("pg/1", "other", true, 3), applied("pg/2"), renamed)));

        assertThat(states(plan)).containsExactly("pg/01 changed", "pg/02 missing", "pg/03 changed");
        assertThat(plan.wrong()).hasSize(3);
    }

    @Test
    void a_file_waits_for_its_extension_and_others_wait_for_the_file() {
        Plan plan = planner.plan(
                List.of(
                        file("pg/1", "vector"),
                        file("pg/2", "unaccent"),
                        file("pg/3", "pg/1"),
                        file("pg/4", "pg/3"),
                        file("pg/5")),
                List.of(pg()));

        assertThat(states(plan))
                .containsExactly(
                        "pg/01 held back", "pg/02 pending", "pg/03 held back", "pg/04 held back", "pg/05 pending");
    }

    @Test
    void what_was_held_back_may_come_late_and_nothing_else() {
        List<MigrationFile> files = List.of(file("pg/1", "unaccent"), file("pg/2", "pg/1"), file("pg/3"), file("pg/4"));

        Plan plan = planner.plan(files, List.of(pg(applied("pg/4"))));

        assertThat(states(plan))
                .containsExactly("pg/01 pending", "pg/02 pending", "pg/03 out of order", "pg/04 applied");
        assertThat(states(new Planner(true).plan(files, List.of(pg(applied("pg/4"))))))
                .contains("pg/03 pending");
    }

    @Test
    void postgresql_comes_first_unless_a_file_depends_on_the_graph() {
        Plan plan = planner.plan(
                List.of(
                        file("pg/1"),
                        file("pg/2", "neo4j/2"),
                        file("pg/3"),
                        file("neo4j/1"),
                        file("neo4j/2"),
                        file("neo4j/3")),
                List.of(pg(), neo4j()));

        assertThat(plan.files())
                .extracting(file -> file.ref().toString())
                .containsExactly("pg/01", "neo4j/01", "neo4j/02", "pg/02", "pg/03", "neo4j/03");
    }

    @Test
    void files_that_wait_for_each_other_are_a_problem() {
        assertThatThrownBy(() ->
                        planner.plan(List.of(file("pg/1", "neo4j/1"), file("neo4j/1", "pg/1")), List.of(pg(), neo4j())))
                .hasMessageContaining("pg/1_a.sql, neo4j/1_a.cypher");
        assertThatThrownBy(() -> planner.plan(List.of(file("pg/1", "pg/2"), file("pg/2")), List.of(pg())))
                .hasMessageContaining("wait for each other or for a later file");
    }

    @Test
    void a_dependency_that_is_not_there_is_a_problem() {
        assertThatThrownBy(() -> planner.plan(List.of(file("pg/1", "pg/9")), List.of(pg())))
                .hasMessageContaining("pg/1_a.sql: depends on pg/09, which is not there");
    }

    @Test
    void a_dependency_on_a_store_that_is_not_looked_at_holds_back() {
        Plan plan = planner.plan(List.of(file("pg/1", "neo4j/1")), List.of(pg()));

        assertThat(states(plan)).containsExactly("pg/01 held back");
    }

    @Test
    void a_gap_is_told() {
        Plan plan = planner.plan(List.of(file("pg/1"), file("pg/3"), file("neo4j/7")), List.of(pg(), neo4j()));

        assertThat(plan.notes()).containsExactly("there is no file between pg/01 and pg/03");
    }

    @Test
    void a_half_done_file_may_change_after_what_is_done() {
        Plan plan = planner.plan(List.of(noTransaction("pg/1")), List.of(pg(row("pg/1", "other", false, 2))));
        PlannedFile half = plan.files().getFirst();

        assertThat(Planner.withStatements(half, statements("a", "b", "new")).state())
                .isEqualTo(new FileState.HalfDone(2));
        assertThat(Planner.withStatements(half, statements("a", "new", "c")).state())
                .isInstanceOf(FileState.Changed.class);
        assertThat(Planner.withStatements(half, statements("a")).state()).isInstanceOf(FileState.Changed.class);
    }

    private static MigrationFile noTransaction(String ref) {
        MigrationFile file = file(ref);
        return new MigrationFile(
                file.ref(),
                file.name(),
                file.text(),
                file.checksum(),
                new Directives(false, Set.of(), List.of(), Optional.empty(), Set.of(), Map.of()));
    }

    @Test
    void a_half_done_file_keeps_running_without_a_transaction() {
        Plan plan = planner.plan(List.of(file("pg/1")), List.of(pg(row("pg/1", "other", false, 1))));

        assertThat(Planner.withStatements(plan.files().getFirst(), statements("a", "b"))
                        .state())
                .isInstanceOf(FileState.Changed.class);
    }

    @Test
    void an_edit_that_leaves_the_fingerprint_is_accepted_with_a_note() {
        MigrationFile formatted = new MigrationFile(
                ref("pg/1"), "1_a.sql", "select 1 -- note", "new", file("pg/1").directives());
        MigrationFile before = new MigrationFile(ref("pg/1"), "1_a.sql", "SELECT 1;", "old", formatted.directives());

        Plan same = planner.plan(List.of(formatted), List.of(pg(fingerprinted(before))));
        Plan edited = planner.plan(
                List.of(new MigrationFile(ref("pg/1"), "1_a.sql", "SELECT 2;", "new", formatted.directives())),
                List.of(pg(fingerprinted(before))));

        assertThat(states(same)).containsExactly("pg/01 applied");
        assertThat(same.notes()).singleElement().asString().contains("pg/1_a.sql was edited", "still says the same");
        assertThat(states(edited)).containsExactly("pg/01 changed");
    }

    private static AppliedFile fingerprinted(MigrationFile file) {
        return new AppliedFile(
                file.ref(),
                file.name(),
                file.checksum(),
                true,
                1,
                1,
                "",
                Optional.of(Instant.EPOCH),
                "somebody",
                Duration.ZERO,
                "1",
                TextFingerprint.of(file));
    }
}
