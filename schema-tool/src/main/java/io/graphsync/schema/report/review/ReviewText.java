package io.graphsync.schema.report.review;

import io.graphsync.schema.review.ExpectedTime;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.LockUse;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.TableSizes;
import java.util.List;

/** A review for a terminal. */
public final class ReviewText {
    private static final int SQL_WIDTH = 88;
    private static final String INDENT = "      ";

    private ReviewText() {}

    /** The review as lines; what is only good to know is left out unless asked for. */
    public static String render(Review review, boolean everything) {
        StringBuilder out = new StringBuilder();
        for (FileReview file : review.files()) {
            out.append(String.format("%-13s  %s%n", file.verdict().words(), file.path()));
            file.findings().forEach(finding -> write(finding, everything, out));
            for (StatementReview statement : file.statements()) {
                write(statement, review.sizes(), everything, out);
            }
        }
        review.notes().forEach(note -> out.append("note: ").append(note).append(System.lineSeparator()));
        long blocked = count(review, "BLOCKED");
        long changes = count(review, "NEEDS CHANGES");
        out.append(String.format(
                "%n%s: %d file%s, %d blocked, %d that need changes%n",
                review.verdict().words(),
                review.files().size(),
                review.files().size() == 1 ? "" : "s",
                blocked,
                changes));
        return out.toString();
    }

    private static long count(Review review, String words) {
        return review.files().stream()
                .filter(file -> file.verdict().words().equals(words))
                .count();
    }

    private static void write(StatementReview statement, TableSizes sizes, boolean everything, StringBuilder out) {
        boolean silent = statement.findings().stream().allMatch(finding -> finding.severity() == Severity.INFO);
        if (silent && !everything) {
            return;
        }
        out.append(String.format(
                "  %-6s line %-4d %s%n", statement.riskClass().word(), statement.line(), oneLine(statement.sql())));
        statement.findings().forEach(finding -> write(finding, everything, out));
        String effects = effects(statement, sizes);
        if (!effects.isEmpty()) {
            out.append(INDENT).append(effects).append(System.lineSeparator());
        }
    }

    private static String effects(StatementReview statement, TableSizes sizes) {
        StringBuilder text = new StringBuilder();
        append(text, "locks ", statement.locks().stream().map(ReviewText::lock).toList());
        append(text, "rewrites ", statement.rewrites());
        append(text, "scans ", statement.scans());
        String expected = ExpectedTime.of(statement, sizes).words();
        append(text, "time: ", expected.isEmpty() ? List.of() : List.of(expected));
        return text.toString();
    }

    static String lock(LockUse lock) {
        return lock.relation() + " " + lock.mode().replace("Lock", "");
    }

    private static void append(StringBuilder text, String words, List<String> what) {
        if (!what.isEmpty()) {
            text.append(text.isEmpty() ? "" : "; ").append(words).append(String.join(", ", what));
        }
    }

    private static void write(Finding finding, boolean everything, StringBuilder out) {
        if (finding.severity() == Severity.INFO && !everything) {
            return;
        }
        out.append(
                String.format("%s%s %s: %s%n", INDENT, finding.severity().word(), finding.rule(), finding.message()));
        finding.safer()
                .lines()
                .forEach(line -> out.append(INDENT).append("  -> ").append(line).append(System.lineSeparator()));
    }

    static String oneLine(String sql) {
        String flat = sql.strip().replaceAll("\\s+", " ");
        return flat.length() <= SQL_WIDTH ? flat : flat.substring(0, SQL_WIDTH - 1) + "…";
    }
}
