package io.graphsync.schema;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.DerivedDown;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.Plan;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.text.Reviewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the files that take others back: the ones that were written, else those that can be derived. Pure. */
final class Rollback {
    private static final int WIDTH = 80;

    private final Map<FileRef, MigrationFile> written = new HashMap<>();
    private final StatementReader reader;

    /** @param written the files that people wrote */
    Rollback(List<MigrationFile> written, StatementReader reader) {
        written.forEach(file -> this.written.put(file.ref(), file));
        this.reader = reader;
    }

    /**
     * Returns a file for each that is to be taken back, in their order.
     *
     * @param plan every file; what runs before a file decides how it is read
     * @throws MigrateException naming every statement that nothing takes back
     */
    List<MigrationFile> of(Plan plan, List<PlannedFile> chosen) {
        Map<FileRef, List<StatementReview>> reviews = reviews(plan, chosen);
        List<MigrationFile> files = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (PlannedFile planned : chosen) {
            MigrationFile up = onDisk(planned);
            Optional.ofNullable(written.get(planned.ref()))
                    .or(() -> derived(up, reviews.getOrDefault(planned.ref(), List.of()), problems))
                    .ifPresent(files::add);
        }
        if (!problems.isEmpty()) {
            throw new MigrateException(
                    FailureKind.REFUSED,
                    "Nothing takes these statements back:\n  " + String.join("\n  ", problems)
                            + "\nWrite NN_name.down.sql or NN_name.down.cypher beside the file, or restore a backup. Nothing was"
                            + " changed.");
        }
        return files;
    }

    private static MigrationFile onDisk(PlannedFile planned) {
        return planned.file()
                .orElseThrow(() -> new MigrateException(
                        FailureKind.FOUND,
                        planned.path() + " was applied, and is not on disk; it can't be taken back"));
    }

    private Map<FileRef, List<StatementReview>> reviews(Plan plan, List<PlannedFile> chosen) {
        Map<FileRef, List<StatementReview>> reviews = new HashMap<>();
        boolean allWritten = chosen.stream().allMatch(file -> written.containsKey(file.ref()));
        if (allWritten) {
            return reviews;
        }
        Reviewer reviewer = new Reviewer(reader);
        for (PlannedFile planned : plan.files()) {
            boolean applied =
                    planned.state() instanceof FileState.Applied || planned.state() instanceof FileState.HalfUndone;
            planned.file()
                    .filter(file -> applied)
                    .ifPresent(file -> reviews.put(
                            file.ref(), reviewer.review(file.path(), file).statements()));
        }
        return reviews;
    }

    private static Optional<MigrationFile> derived(
            MigrationFile up, List<StatementReview> statements, List<String> problems) {
        List<String> down = new ArrayList<>();
        boolean whole = true;
        for (StatementReview statement : statements.reversed()) {
            if (statement.rollback().isPresent()) {
                down.add(statement.rollback().get());
            } else {
                whole = false;
                problems.add(up.path() + ":" + statement.line() + ": " + shortened(statement.sql())
                        + (statement.reversible() ? " (no statement could be derived)" : " (irreversible)"));
            }
        }
        return whole ? Optional.of(DerivedDown.of(up, down)) : Optional.empty();
    }

    private static String shortened(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
    }
}
