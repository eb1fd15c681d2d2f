package io.graphsync.schema.review;

import java.util.List;
import java.util.Optional;

/**
 * What a review says about one statement.
 *
 * @param line where it starts in its file, counted from 1
 * @param column where it starts in its line, counted from 1
 * @param sql the statement as it is in the file
 * @param understood false if it could not be told what the statement would do
 * @param destructive true if data, or what guards it, is lost for good
 * @param riskClass how much care it needs
 * @param findings what rules have to say, the worst first
 * @param locks what it locks in PostgreSQL beyond what reading takes; empty for Neo4j
 * @param rewrites relations that are written anew
 * @param scans relations that are read from end to end while the locks are held
 * @param reversible whether a down script can bring back what was before, data included
 * @param rollback the statement that takes it back, where one can be derived
 * @param source whether locks and rewrites were measured
 */
public record StatementReview(
        int line,
        int column,
        String sql,
        boolean understood,
        boolean destructive,
        RiskClass riskClass,
        List<Finding> findings,
        List<LockUse> locks,
        List<String> rewrites,
        List<String> scans,
        boolean reversible,
        Optional<String> rollback,
        Source source) {

    /** Where locks and rewrites come from. */
    public enum Source {
        /** From the rules. */
        RULE,
        /** From a run on a throwaway server. */
        REHEARSED
    }

    public StatementReview {
        findings = List.copyOf(findings);
        locks = List.copyOf(locks);
        rewrites = List.copyOf(rewrites);
        scans = List.copyOf(scans);
    }

    /** What the findings come to. */
    public Verdict verdict() {
        return findings.stream().map(finding -> Verdict.of(finding.severity())).reduce(Verdict.SAFE, Verdict::or);
    }

    /** The same, with what was measured in place of what the rules say. */
    public StatementReview measured(List<LockUse> measuredLocks, List<String> measuredRewrites) {
        return new StatementReview(
                line,
                column,
                sql,
                understood,
                destructive,
                riskClass,
                findings,
                measuredLocks,
                measuredRewrites,
                scans,
                reversible,
                rollback,
                Source.REHEARSED);
    }

    /** The same, with nothing derived that takes it back. */
    public StatementReview withoutRollback() {
        return new StatementReview(
                line,
                column,
                sql,
                understood,
                destructive,
                riskClass,
                findings,
                locks,
                rewrites,
                scans,
                reversible,
                Optional.empty(),
                source);
    }

    /** The same with other findings. */
    public StatementReview with(List<Finding> others) {
        return new StatementReview(
                line,
                column,
                sql,
                understood,
                destructive,
                riskClass,
                others,
                locks,
                rewrites,
                scans,
                reversible,
                rollback,
                source);
    }
}
