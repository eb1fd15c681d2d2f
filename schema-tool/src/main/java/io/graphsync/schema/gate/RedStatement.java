package io.graphsync.schema.gate;

import io.graphsync.schema.file.Store;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.StatementReview;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement that needs an approval and a backup in production.
 *
 * @param store whose file it is in
 * @param path the file, as messages name it
 * @param review what the review says about it
 */
public record RedStatement(Store store, String path, StatementReview review) {
    private static final int WIDTH = 100;

    /** Whether a statement is one. */
    public static boolean is(StatementReview review) {
        return review.riskClass() == RiskClass.RED || review.destructive() || !review.understood();
    }

    /** Where it stands, what it is, and the rules that say so. */
    public String text() {
        String rules = review.findings().stream().map(Finding::rule).distinct().collect(Collectors.joining(", "));
        return path + ":" + review.line() + ": " + shortened() + (rules.isEmpty() ? "" : " (" + rules + ")");
    }

    private String shortened() {
        String line = review.sql().strip().replaceAll("\\s+", " ");
        return line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
    }

    static List<String> texts(List<RedStatement> red) {
        return red.stream().map(RedStatement::text).toList();
    }
}
