package io.graphsync.schema.rehearse;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.text.Reviewer;
import java.util.ArrayList;
import java.util.List;

/** What a review says of a file that could not be taken back as it should. Pure. */
final class TakenBack {
    private TakenBack() {}

    /** A file that somebody wrote to take this one back does not do so. */
    static FileReview badly(FileReview review, MigrationFile up, MigrationFile down, String complaint) {
        return with(
                review,
                Reviewer.allowed(
                        up,
                        new Finding(
                                Reviewer.DOWN,
                                Severity.WARNING,
                                down.name() + ": " + complaint + "; a rollback would end in another schema",
                                "mend it so that the schema is as before; where that can't be, remove it, and the rollback"
                                        + " is refused")));
    }

    /** Statements that were derived do not bring back what was there; so they are not offered. */
    static FileReview withoutDerived(FileReview review, String complaint) {
        FileReview bare = new FileReview(
                review.ref(),
                review.path(),
                review.statements().stream()
                        .map(statement -> statement.withoutRollback())
                        .toList(),
                review.findings());
        return with(
                bare,
                new Finding(
                        Reviewer.DOWN,
                        Severity.INFO,
                        "what could be derived to take it back does not: " + complaint,
                        "write the down file by hand"));
    }

    private static FileReview with(FileReview review, Finding finding) {
        List<Finding> findings = new ArrayList<>(review.findings());
        findings.add(finding);
        return new FileReview(review.ref(), review.path(), review.statements(), findings);
    }
}
