package io.graphsync.schema.review;

import io.graphsync.schema.file.FileRef;
import java.util.List;

/**
 * What a review says about one file.
 *
 * @param ref which file
 * @param path the file, as messages name it
 * @param statements in order; empty if the file holds comments alone, or was refused before it could be cut
 * @param findings about the file as a whole
 */
public record FileReview(FileRef ref, String path, List<StatementReview> statements, List<Finding> findings) {
    public FileReview {
        statements = List.copyOf(statements);
        findings = List.copyOf(findings);
    }

    /** The worst of the file and its statements. */
    public Verdict verdict() {
        Verdict ofFile =
                findings.stream().map(finding -> Verdict.of(finding.severity())).reduce(Verdict.SAFE, Verdict::or);
        return statements.stream().map(StatementReview::verdict).reduce(ofFile, Verdict::or);
    }

    /** The highest class of its statements. */
    public RiskClass riskClass() {
        return statements.stream().map(StatementReview::riskClass).reduce(RiskClass.GREEN, RiskClass::or);
    }
}
