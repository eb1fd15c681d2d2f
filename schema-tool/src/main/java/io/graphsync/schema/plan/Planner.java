package io.graphsync.schema.plan;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Directives;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.parse.TextFingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Decides for every file whether it runs, from what is on disk and what the stores say. Pure. */
public final class Planner {
    private final boolean outOfOrderAllowed;

    /** @param outOfOrderAllowed true if files that come after ones with higher numbers may run */
    public Planner(boolean outOfOrderAllowed) {
        this.outOfOrderAllowed = outOfOrderAllowed;
    }

    /**
     * Decides from checksums alone; statements are not read yet.
     *
     * @param files the files of the chosen stores
     * @param states the chosen stores
     */
    public Plan plan(List<MigrationFile> files, List<TargetState> states) {
        Map<FileRef, MigrationFile> onDisk =
                files.stream().collect(Collectors.toMap(MigrationFile::ref, file -> file, (a, b) -> a, TreeMap::new));
        Map<FileRef, AppliedFile> recorded = new HashMap<>();
        states.forEach(state -> state.history().forEach(row -> recorded.put(row.ref(), row)));
        Set<FileRef> undoing = states.stream()
                .flatMap(state -> state.undoing().stream())
                .map(AppliedFile::ref)
                .collect(Collectors.toSet());
        requireDependencies(files, onDisk.keySet(), states);

        Set<FileRef> all = new TreeSet<>(onDisk.keySet());
        all.addAll(recorded.keySet());
        List<PlannedFile> planned = new ArrayList<>();
        for (FileRef ref : all) {
            Optional<MigrationFile> file = Optional.ofNullable(onDisk.get(ref));
            Optional<AppliedFile> row = Optional.ofNullable(recorded.get(ref));
            String name = file.map(MigrationFile::name)
                    .or(() -> row.map(AppliedFile::name))
                    .orElseThrow();
            FileState state = undoing.contains(ref) ? new FileState.HalfUndone() : stateOf(file, row);
            planned.add(new PlannedFile(ref, name, file, state, row, List.of()));
        }
        List<PlannedFile> ordered = holdBack(RunOrder.of(planned), states);
        List<String> notes = new ArrayList<>(gaps(all));
        notes.addAll(reformatted(ordered));
        return new Plan(findOutOfOrder(ordered), notes);
    }

    private static void requireDependencies(List<MigrationFile> files, Set<FileRef> onDisk, List<TargetState> states) {
        List<String> problems = new ArrayList<>();
        for (MigrationFile file : files) {
            for (FileRef dependency : file.directives().dependsOn()) {
                boolean storeChosen = states.stream().anyMatch(state -> state.store() == dependency.store());
                if (storeChosen && !onDisk.contains(dependency)) {
                    problems.add(file.path() + ": depends on " + dependency + ", which is not there");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new MigrateException(FailureKind.CONFIGURATION, String.join("\n", problems));
        }
    }

    private static FileState stateOf(Optional<MigrationFile> file, Optional<AppliedFile> row) {
        if (row.isEmpty()) {
            return new FileState.Pending();
        }
        AppliedFile applied = row.get();
        if (file.isEmpty()) {
            return new FileState.Missing();
        }
        if (!applied.name().equals(file.get().name())) {
            return new FileState.Changed("was applied under the name " + applied.name());
        }
        if (!applied.finished()) {
            return new FileState.HalfDone(applied.statementsDone());
        }
        if (!applied.checksum().equals(file.get().checksum()) && !saysTheSame(file.get(), applied)) {
            return new FileState.Changed("was edited after it had been applied: checksum "
                    + shortened(file.get().checksum()) + ", applied " + shortened(applied.checksum()));
        }
        return new FileState.Applied(
                applied.appliedAt().orElse(Instant.EPOCH), applied.appliedBy(), applied.duration());
    }

    /** Looked into only where checksums differ, since that means reading the file's tokens. */
    private static boolean saysTheSame(MigrationFile file, AppliedFile applied) {
        return applied.fingerprint().isPresent() && applied.fingerprint().equals(TextFingerprint.of(file));
    }

    private static List<String> reformatted(List<PlannedFile> files) {
        return files.stream()
                .filter(file -> file.state() instanceof FileState.Applied)
                .filter(file -> !file.file()
                        .map(MigrationFile::checksum)
                        .equals(file.recorded().map(AppliedFile::checksum)))
                .map(file -> file.path()
                        + " was edited after it had been applied, in comments, spaces or line breaks alone; it still says"
                        + " the same")
                .toList();
    }

    private static String shortened(String checksum) {
        return checksum.substring(0, Math.min(12, checksum.length()));
    }

    private static List<PlannedFile> holdBack(List<PlannedFile> ordered, List<TargetState> states) {
        Map<FileRef, FileState> decided = new HashMap<>();
        List<PlannedFile> result = new ArrayList<>();
        for (PlannedFile file : ordered) {
            Optional<String> reason = file.state().runs() && file.file().isPresent()
                    ? reasonToWait(file.file().get(), decided, states)
                    : Optional.empty();
            PlannedFile held = reason.map(r -> file.with(new FileState.HeldBack(r), List.of()))
                    .orElse(file);
            decided.put(held.ref(), held.state());
            result.add(held);
        }
        return result;
    }

    private static Optional<String> reasonToWait(
            MigrationFile file, Map<FileRef, FileState> decided, List<TargetState> states) {
        Directives directives = file.directives();
        TargetState target = states.stream()
                .filter(state -> state.store() == file.store())
                .findFirst()
                .orElseThrow();
        Set<String> absent = new TreeSet<>(directives.extensions());
        absent.removeAll(target.extensions());
        if (!absent.isEmpty()) {
            return Optional.of("the server does not offer the extension " + String.join(", ", absent)
                    + "; install it there, and the next apply brings this file");
        }
        for (FileRef dependency : new TreeSet<>(directives.dependsOn())) {
            boolean storeChosen = states.stream().anyMatch(state -> state.store() == dependency.store());
            if (!storeChosen) {
                return Optional.of("depends on " + dependency + ", which this run does not look at; use 'migrate all'");
            }
            if (decided.get(dependency) instanceof FileState.HeldBack) {
                return Optional.of("depends on " + dependency + ", which is held back");
            }
        }
        return Optional.empty();
    }

    private List<PlannedFile> findOutOfOrder(List<PlannedFile> ordered) {
        Map<Store, Integer> highest = new HashMap<>();
        for (PlannedFile file : ordered) {
            if (file.state() instanceof FileState.Applied) {
                highest.merge(file.ref().store(), file.ref().number(), Math::max);
            }
        }
        Set<FileRef> mayBeLate = mayBeLate(ordered);
        List<PlannedFile> result = new ArrayList<>();
        for (PlannedFile file : ordered) {
            int top = highest.getOrDefault(file.ref().store(), -1);
            boolean late = file.state() instanceof FileState.Pending
                    && file.ref().number() < top
                    && !mayBeLate.contains(file.ref())
                    && !outOfOrderAllowed;
            result.add(late ? file.with(new FileState.OutOfOrder(lateReason(file, top)), List.of()) : file);
        }
        return result;
    }

    private static String lateReason(PlannedFile file, int top) {
        return "came after " + new FileRef(file.ref().store(), top)
                + " had been applied; give it a higher number, or apply it with --out-of-order";
    }

    /** Files that may have been held back earlier, and whatever depends on them. */
    private static Set<FileRef> mayBeLate(List<PlannedFile> ordered) {
        Set<FileRef> late = new HashSet<>();
        for (PlannedFile file : ordered) {
            boolean waits = file.file()
                    .map(MigrationFile::directives)
                    .map(d ->
                            !d.extensions().isEmpty() || d.dependsOn().stream().anyMatch(late::contains))
                    .orElse(false);
            boolean crosses = file.file().stream()
                    .flatMap(f -> f.directives().dependsOn().stream())
                    .anyMatch(dependency -> dependency.store() != file.ref().store());
            if (waits || crosses) {
                late.add(file.ref());
            }
        }
        return late;
    }

    private static List<String> gaps(Set<FileRef> sorted) {
        List<String> notes = new ArrayList<>();
        FileRef before = null;
        for (FileRef ref : sorted) {
            if (before != null && before.store() == ref.store() && ref.number() > before.number() + 1) {
                notes.add("there is no file between " + before + " and " + ref);
            }
            before = ref;
        }
        return notes;
    }

    /**
     * Adds a file's statements; a half-done file whose first statements are no longer those that were run has changed.
     */
    public static PlannedFile withStatements(PlannedFile file, List<Statement> statements) {
        if (file.state() instanceof FileState.HalfDone half && file.recorded().isPresent()) {
            AppliedFile row = file.recorded().get();
            boolean together =
                    file.file().map(f -> f.directives().transactional()).orElse(false);
            if (together && file.ref().store() == Store.PG && half.statementsDone() > 0) {
                return file.with(
                        new FileState.Changed("was started with 'no-transaction', and that directive is gone"),
                        List.of());
            }
            boolean same = half.statementsDone() <= statements.size()
                    && DoneDigest.of(statements, half.statementsDone()).equals(row.doneDigest());
            if (!same) {
                return file.with(
                        new FileState.Changed("the first " + half.statementsDone()
                                + " statements were applied, and they were edited since"),
                        List.of());
            }
        }
        return file.with(file.state(), statements);
    }
}
