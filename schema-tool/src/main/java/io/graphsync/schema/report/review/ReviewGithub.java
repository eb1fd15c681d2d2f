package io.graphsync.schema.report.review;

import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.StatementReview;

/** A review as annotations of GitHub Actions: workflow commands on standard output. */
public final class ReviewGithub {
    private ReviewGithub() {}

    /** One line for each finding, and one with the verdict. */
    public static String render(Review review) {
        StringBuilder out = new StringBuilder();
        for (FileReview file : review.files()) {
            file.findings().forEach(finding -> write(file, 1, 1, finding, out));
            for (StatementReview statement : file.statements()) {
                statement
                        .findings()
                        .forEach(finding -> write(file, statement.line(), statement.column(), finding, out));
            }
        }
        return out.append("Migration review: ")
                .append(review.verdict().words())
                .append(System.lineSeparator())
                .toString();
    }

    private static void write(FileReview file, int line, int column, Finding finding, StringBuilder out) {
        String level = switch (finding.severity()) {
            case INFO -> "notice";
            case WARNING -> "warning";
            case ERROR -> "error";
        };
        out.append("::")
                .append(level)
                .append(" file=")
                .append(property(file.path()))
                .append(",line=")
                .append(line)
                .append(",col=")
                .append(column)
                .append(",title=")
                .append(property(finding.rule()))
                .append("::")
                .append(data(finding.message() + "\n" + finding.safer()))
                .append(System.lineSeparator());
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
