package io.graphsync.schema.report;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command found and did.
 *
 * @param command which command it was
 * @param environment what DB_ENV says
 * @param targets the stores, as they were before the command
 * @param files every file in the order in which files run, with its state after the command
 * @param appliedNow the files that this command applied, by path, with how long each took
 * @param notes what a person should know
 * @param end how the command ended, if it did not end well, and why
 */
public record Report(
        Command command,
        String environment,
        List<TargetState> targets,
        List<PlannedFile> files,
        Map<String, Duration> appliedNow,
        List<String> notes,
        Optional<End> end) {

    /** The commands that report. */
    public enum Command {
        PLAN("migrate.plan/1"),
        APPLY("migrate.apply/1"),
        STATUS("migrate.status/1"),
        ROLLBACK_PLAN("migrate.rollback-plan/1"),
        ROLLBACK("migrate.rollback/1");

        private final String format;

        Command(String format) {
            this.format = format;
        }

        /** True for those that are read before anything happens. */
        public boolean showsStatements() {
            return this == PLAN || this == ROLLBACK_PLAN;
        }

        /** The name of the JSON format, with its version. */
        public String format() {
            return format;
        }
    }

    /** Why a command did not end well. */
    public record End(FailureKind kind, String message) {}

    public Report {
        targets = List.copyOf(targets);
        files = List.copyOf(files);
        appliedNow = Map.copyOf(appliedNow);
        notes = List.copyOf(notes);
    }

    /** The exit code of a process that does nothing but this command. */
    public int exitCode() {
        return end.map(e -> e.kind().exitCode()).orElse(0);
    }

    /** How many files are in a state. */
    public long count(String stateWord) {
        return files.stream()
                .filter(file -> file.state().word().equals(stateWord))
                .count();
    }

    /** The same report with more notes. */
    public Report noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Report(command, environment, targets, files, appliedNow, all, end);
    }

    /** The same report with another end. */
    public Report endingWith(FailureKind kind, String message) {
        return new Report(command, environment, targets, files, appliedNow, notes, Optional.of(new End(kind, message)));
    }
}
