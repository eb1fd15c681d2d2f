package io.graphsync.schema.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Directives;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RollbackPlannerTest {
    private static final FileRef PG_1 = new FileRef(Store.PG, 1);
    private static final FileRef PG_2 = new FileRef(Store.PG, 2);
    private static final FileRef GRAPH_1 = new FileRef(Store.NEO4J, 1);

    @Test
    void without_a_number_the_file_that_was_applied_last_goes_whatever_its_number_is() {
        assertThat(choose(OptionalInt.empty(), applied(PG_1, 3), applied(PG_2, 1), applied(GRAPH_1, 2)))
                .containsExactly(PG_1);
    }

    @Test
    void a_rollback_that_was_cut_off_goes_on_first() {
        assertThat(choose(OptionalInt.empty(), file(PG_1, new FileState.HalfUndone(), 1), applied(PG_2, 2)))
                .containsExactly(PG_1);
    }

    @Test
    void above_a_number_all_go_in_reverse() {
        assertThat(choose(
                        OptionalInt.of(0),
                        applied(PG_1, 1),
                        applied(PG_2, 2),
                        file(GRAPH_1, new FileState.Pending(), 0)))
                .containsExactly(PG_2, PG_1);
    }

    @Test
    void what_something_applied_depends_on_stays() {
        assertThatExceptionOfType(MigrateException.class)
                .isThrownBy(
                        () -> choose(OptionalInt.of(1), applied(PG_1, 1), applied(PG_2, 2), applied(GRAPH_1, 1, PG_2)))
                .withMessage(
                        "neo4j/01_a.cypher is applied and depends on pg/02. Take that back first. Nothing was changed.");
    }

    @Test
    void nothing_to_take_back_is_told() {
        assertThatExceptionOfType(MigrateException.class)
                .isThrownBy(() -> choose(OptionalInt.of(2), applied(PG_1, 1), applied(PG_2, 2)))
                .withMessageContaining("No file with a number above 2 is applied");
    }

    private static List<FileRef> choose(OptionalInt downTo, PlannedFile... files) {
        return RollbackPlanner.choose(new Plan(List.of(files), List.of()), downTo).stream()
                .map(PlannedFile::ref)
                .toList();
    }

    private static PlannedFile applied(FileRef ref, int second, FileRef... dependsOn) {
        Instant at = Instant.ofEpochSecond(second);
        return file(ref, new FileState.Applied(at, "somebody", Duration.ZERO), second, dependsOn);
    }

    private static PlannedFile file(FileRef ref, FileState state, int second, FileRef... dependsOn) {
        String name = String.format("%02d_a.%s", ref.number(), ref.store().extension());
        Directives directives =
                new Directives(true, Set.of(), List.of(), Optional.empty(), Set.of(dependsOn), Map.of());
        AppliedFile row = new AppliedFile(
                ref,
                name,
                "c",
                true,
                1,
                1,
                "",
                Optional.of(Instant.ofEpochSecond(second)),
                "somebody",
                Duration.ZERO,
                "1",
                Optional.empty());
        return new PlannedFile(
                ref,
                name,
                Optional.of(new MigrationFile(ref, name, "", "c", directives)),
                state,
                Optional.of(row),
                List.of());
    }
}
