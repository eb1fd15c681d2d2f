package io.graphsync.schema.plan;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Decides which files are taken back, and in which order. Pure. */
public final class RollbackPlanner {
    private RollbackPlanner() {}

    /**
     * Chooses the files to take back, the one that goes first at the front: the reverse of the order in which they run.
     *
     * @param plan every file of the chosen stores
     * @param downTo the number that stays, with all below it; without one only the file that was applied last goes
     * @throws MigrateException if something that stays depends on a file that goes, or nothing is there to take back
     */
    public static List<PlannedFile> choose(Plan plan, OptionalInt downTo) {
        List<PlannedFile> applied = new ArrayList<>(plan.files().stream()
                .filter(file ->
                        file.state() instanceof FileState.Applied || file.state() instanceof FileState.HalfUndone)
                .toList());
        List<PlannedFile> chosen = new ArrayList<>(
                downTo.isPresent()
                        ? applied.stream()
                                .filter(file -> file.ref().number() > downTo.getAsInt())
                                .toList()
                        : last(applied).map(List::of).orElse(List.of()));
        if (chosen.isEmpty()) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    downTo.isPresent()
                            ? "No file with a number above " + downTo.getAsInt()
                                    + " is applied; nothing is to be taken back"
                            : "No file is applied; nothing is to be taken back");
        }
        requireNoDependents(applied, chosen);
        Collections.reverse(chosen);
        return chosen;
    }

    /** What was begun goes first; else what was applied last. */
    private static Optional<PlannedFile> last(List<PlannedFile> applied) {
        Optional<PlannedFile> begun = applied.stream()
                .filter(file -> file.state() instanceof FileState.HalfUndone)
                .findFirst();
        return begun.or(() -> applied.stream().reduce((a, b) -> appliedAt(b).isBefore(appliedAt(a)) ? a : b));
    }

    private static Instant appliedAt(PlannedFile file) {
        return file.recorded().flatMap(AppliedFile::appliedAt).orElse(Instant.EPOCH);
    }

    private static void requireNoDependents(List<PlannedFile> applied, List<PlannedFile> chosen) {
        Set<FileRef> going = new HashSet<>();
        chosen.forEach(file -> going.add(file.ref()));
        List<String> problems = new ArrayList<>();
        for (PlannedFile file : applied) {
            for (FileRef dependency :
                    file.file().map(f -> f.directives().dependsOn()).orElse(Set.of())) {
                if (going.contains(dependency) && !going.contains(file.ref())) {
                    problems.add(file.path() + " is applied and depends on " + dependency);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new MigrateException(
                    FailureKind.REFUSED, String.join("; ", problems) + ". Take that back first. Nothing was changed.");
        }
    }

    /** The file that takes one back, to be run; a rollback that was cut off goes on. */
    public static PlannedFile undo(PlannedFile file, MigrationFile down, List<TargetState> states) {
        Optional<AppliedFile> begun = states.stream()
                .filter(state -> state.store() == file.ref().store())
                .flatMap(state -> state.undoing().stream())
                .filter(row -> row.ref().equals(file.ref()))
                .findFirst();
        FileState state = begun.<FileState>map(row -> new FileState.HalfDone(row.statementsDone()))
                .orElse(new FileState.Pending());
        return new PlannedFile(file.ref(), down.name(), Optional.of(down), state, begun, List.of());
    }
}
