package io.graphsync.schema.report;

import io.graphsync.schema.file.DurationText;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Makes a report readable on a terminal. */
public final class TextRenderer {
    private static final int STATEMENT_WIDTH = 96;
    private static final int CHECKSUM_WIDTH = 12;

    private TextRenderer() {}

    /** The report as lines, each ended by a line break. */
    public static String render(Report report) {
        StringBuilder out = new StringBuilder();
        for (TargetState target : report.targets()) {
            out.append(String.format(
                    "%-5s  %s at %s, environment %s%n",
                    target.store().id(),
                    target.server(),
                    target.address(),
                    target.environment().orElse("not recorded yet (DB_ENV is " + report.environment() + ")")));
        }
        out.append(System.lineSeparator());
        int width = report.files().stream()
                .mapToInt(file -> file.path().length())
                .max()
                .orElse(0);
        for (PlannedFile file : report.files()) {
            renderFile(report, file, width, out);
        }
        for (String note : report.notes()) {
            out.append("note: ").append(note).append(System.lineSeparator());
        }
        if (!report.files().isEmpty()) {
            out.append(System.lineSeparator());
        }
        return out.append(summary(report)).append(System.lineSeparator()).toString();
    }

    private static void renderFile(Report report, PlannedFile file, int width, StringBuilder out) {
        String checksum =
                file.file().map(f -> f.checksum().substring(0, CHECKSUM_WIDTH)).orElse("-".repeat(CHECKSUM_WIDTH));
        out.append(String.format(
                "%-12s  %-" + Math.max(1, width) + "s  %s", file.state().word(), file.path(), checksum));
        String detail = detail(report, file);
        out.append(detail.isEmpty() ? "" : "  " + detail).append(System.lineSeparator());
        if (report.command().showsStatements()) {
            int done = file.state() instanceof FileState.HalfDone half ? half.statementsDone() : 0;
            for (int i = done; i < file.statements().size(); i++) {
                Statement statement = file.statements().get(i);
                out.append(String.format(
                        "              %3d. line %-4d %s%n",
                        i + 1, statement.line(), statement.summary(STATEMENT_WIDTH)));
            }
        }
    }

    private static String detail(Report report, PlannedFile file) {
        Duration now = report.appliedNow().get(file.path());
        if (now != null) {
            return "now, in " + DurationText.format(now.truncatedTo(ChronoUnit.MILLIS));
        }
        return switch (file.state()) {
            case FileState.Applied applied -> applied.at().truncatedTo(ChronoUnit.SECONDS) + " by " + applied.by();
            case FileState.Pending ignored ->
                file.statements().isEmpty() && report.command().showsStatements()
                        ? "comments alone, recorded without running anything"
                        : "";
            case FileState.HalfDone half -> half.statementsDone() + " statements done; goes on from there";
            case FileState.HalfUndone ignored -> "its rollback stopped half-way; run 'migrate rollback' again";
            case FileState.HeldBack held -> held.reason();
            case FileState.Changed changed -> changed.reason();
            case FileState.Missing ignored -> "was applied, and is not on disk";
            case FileState.OutOfOrder late -> late.reason();
        };
    }

    /** One line with what there is and what to do next. */
    private static String summary(Report report) {
        List<String> parts = new ArrayList<>();
        if (report.command() == Report.Command.APPLY) {
            parts.add(report.appliedNow().size() + " applied now");
        }
        if (report.command() == Report.Command.ROLLBACK) {
            parts.add(report.appliedNow().size() + " taken back now");
        }
        for (String word : List.of(
                "applied", "pending", "half done", "half undone", "held back", "changed", "missing", "out of order")) {
            long count = report.count(word);
            if (count > 0) {
                parts.add(count + " " + word);
            }
        }
        return parts.isEmpty() ? "no migrations" : String.join(", ", parts);
    }
}
