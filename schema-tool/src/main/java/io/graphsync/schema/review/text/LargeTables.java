package io.graphsync.schema.review.text;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.review.ExpectedTime;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.LockUse;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.TableSizes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is harmless on a small table keeps writers out of a large one for minutes: its class follows the size. Pure. */
public final class LargeTables {
    /** The id of these findings. */
    public static final String ID = "SIZE";

    /** Applications' own timeouts are about that long. */
    private static final Duration TOO_LONG = Duration.ofSeconds(10);

    private static final Set<String> BLOCK_WRITERS =
            Set.of("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    private LargeTables() {}

    /** The review as it is for tables of these sizes. */
    public static FileReview weigh(MigrationFile file, FileReview review, TableSizes sizes) {
        return new FileReview(
                review.ref(),
                review.path(),
                review.statements().stream()
                        .map(statement -> weigh(file, statement, sizes))
                        .toList(),
                review.findings());
    }

    private static StatementReview weigh(MigrationFile file, StatementReview statement, TableSizes sizes) {
        ExpectedTime expected = ExpectedTime.of(statement, sizes);
        Optional<Duration> tooLong = expected.atLeast().filter(time -> time.compareTo(TOO_LONG) >= 0);
        List<String> blocked = blocked(statement);
        if (tooLong.isEmpty() || blocked.isEmpty()) {
            return statement;
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Reviewer.allowed(
                file,
                new Finding(
                        ID,
                        Severity.ERROR,
                        "takes " + expected.words() + ", and nobody writes to " + String.join(", ", blocked)
                                + " meanwhile",
                        saferOf(statement))));
        findings.addAll(statement.findings());
        return statement.with(findings, RiskClass.RED);
    }

    /** The relations that it reads or writes from end to end while it keeps writers out of them. */
    private static List<String> blocked(StatementReview statement) {
        return statement.locks().stream()
                .filter(lock -> BLOCK_WRITERS.contains(lock.mode()))
                .map(LockUse::relation)
                .filter(relation -> statement.scans().contains(relation)
                        || statement.rewrites().contains(relation))
                .toList();
    }

    private static String saferOf(StatementReview statement) {
        String safer = statement.findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(Finding::safer)
                .distinct()
                .collect(Collectors.joining("\n"));
        return safer.isEmpty() ? "do it in steps that hold no such lock, or in a maintenance window" : safer;
    }
}
