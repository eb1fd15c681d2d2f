package io.graphsync.schema.report.review;

import io.graphsync.schema.review.ExpectedTime;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.TableSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A review for a pull request or a step summary. */
public final class ReviewMarkdown {
    private ReviewMarkdown() {}

    /** The review as GitHub's Markdown. */
    public static String render(Review review) {
        List<String> lines = new ArrayList<>();
        lines.add("# Migration review: " + review.verdict().words());
        lines.add("");
        for (FileReview file : review.files()) {
            write(file, review.sizes(), lines);
        }
        review.notes().forEach(note -> lines.add("> " + note));
        return String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    private static void write(FileReview file, TableSizes sizes, List<String> lines) {
        lines.add("## `" + file.path() + "`: " + file.verdict().words());
        lines.add("");
        if (file.statements().isEmpty()) {
            lines.add("Comments alone; recorded without running anything.");
            lines.add("");
        } else {
            lines.add("| # | Statement | Risk | Locks | Rewrites, scans | Expected | Reversible |");
            lines.add("|--:|---|---|---|---|---|---|");
            int number = 1;
            for (StatementReview statement : file.statements()) {
                lines.add(row(number++, statement, sizes));
            }
            lines.add("");
        }
        actions(file, lines);
        rollback(file, lines);
        checks(file, lines);
    }

    private static String row(int number, StatementReview statement, TableSizes sizes) {
        String locks = statement.locks().stream().map(ReviewText::lock).collect(Collectors.joining("<br>"));
        String work = Stream.concat(
                        statement.rewrites().stream().map(name -> "rewrites " + name),
                        statement.scans().stream().map(name -> "scans " + name))
                .collect(Collectors.joining("<br>"));
        return "| " + number + " | `" + cell(ReviewText.oneLine(statement.sql())) + "` | " + risk(statement) + " | "
                + locks + " | " + work + " | "
                + ExpectedTime.of(statement, sizes).words() + " | " + (statement.reversible() ? "yes" : "no") + " |";
    }

    private static String risk(StatementReview statement) {
        String rules = statement.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(Finding::rule)
                .distinct()
                .collect(Collectors.joining(", "));
        return statement.riskClass().word() + (rules.isEmpty() ? "" : ": " + rules);
    }

    private static String cell(String text) {
        return text.replace("`", "'").replace("|", "\\|");
    }

    private static void actions(FileReview file, List<String> lines) {
        List<String> actions = new ArrayList<>();
        file.findings().forEach(finding -> action("", finding, actions));
        file.statements()
                .forEach(statement -> statement
                        .findings()
                        .forEach(finding -> action("line " + statement.line() + ": ", finding, actions)));
        if (!actions.isEmpty()) {
            lines.add("Required actions:");
            lines.add("");
            lines.addAll(actions);
            lines.add("");
        }
    }

    private static void action(String place, Finding finding, List<String> actions) {
        if (finding.severity() == Severity.INFO) {
            return;
        }
        actions.add("- **" + finding.rule() + "** " + place + finding.message());
        if (finding.safer().contains("\n")) {
            actions.add("");
            actions.add("  ```sql");
            finding.safer().lines().forEach(line -> actions.add("  " + line));
            actions.add("  ```");
        } else {
            actions.add("  Instead: " + finding.safer());
        }
    }

    private static void rollback(FileReview file, List<String> lines) {
        List<String> steps = new ArrayList<>();
        for (StatementReview statement : file.statements().reversed()) {
            statement.rollback().ifPresent(sql -> steps.add(sql + ";"));
            if (!statement.reversible()) {
                steps.add("-- line " + statement.line() + " can't be taken back by a statement");
            }
        }
        if (!steps.isEmpty()) {
            lines.add("Rollback:");
            lines.add("");
            lines.add("```sql");
            lines.addAll(steps);
            lines.add("```");
            lines.add("");
        }
    }

    private static void checks(FileReview file, List<String> lines) {
        List<String> checks = file.statements().stream()
                .flatMap(statement -> statement.checks().stream())
                .map(check -> check + ";")
                .toList();
        if (!checks.isEmpty()) {
            lines.add("Afterwards each of these returns true:");
            lines.add("");
            lines.add("```sql");
            lines.addAll(checks);
            lines.add("```");
            lines.add("");
        }
    }
}
