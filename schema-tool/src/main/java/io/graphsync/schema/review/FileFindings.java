package io.graphsync.schema.review;

import java.util.List;

/** A file's statements as reviewed, and what there is to say about the file as a whole. */
public record FileFindings(List<StatementReview> statements, List<Finding> findings) {
    public FileFindings {
        statements = List.copyOf(statements);
        findings = List.copyOf(findings);
    }
}
