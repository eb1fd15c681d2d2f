package io.graphsync.schema.review;

import java.util.ArrayList;
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
 * @param impact what it does to relations
 * @param undo how it can be taken back
 * @param checks queries that return true once it is done
 * @param source whether the impact was measured
 */
public record StatementReview(
        int line,
        int column,
        String sql,
        boolean understood,
        boolean destructive,
        RiskClass riskClass,
        List<Finding> findings,
        Impact impact,
        Undo undo,
        List<String> checks,
        Source source) {

    /** Where the impact comes from. */
    public enum Source {
        /** From the rules. */
        RULE,
        /** From a run on a throwaway server. */
        REHEARSED
    }

    public StatementReview {
        findings = List.copyOf(findings);
        checks = List.copyOf(checks);
    }

    /** What it locks in PostgreSQL beyond what reading takes. */
    public List<LockUse> locks() {
        return impact.locks();
    }

    /** Relations that are written anew. */
    public List<String> rewrites() {
        return impact.rewrites();
    }

    /** Relations that are read from end to end while the locks are held. */
    public List<String> scans() {
        return impact.scans();
    }

    /** Whether a down script can bring back what was before, data included. */
    public boolean reversible() {
        return undo.possible();
    }

    /** The statement that takes it back, where one can be derived. */
    public Optional<String> rollback() {
        return undo.statement();
    }

    /** What the findings come to. */
    public Verdict verdict() {
        return findings.stream().map(finding -> Verdict.of(finding.severity())).reduce(Verdict.SAFE, Verdict::or);
    }

    /** The same, with what keeps it from being run before all that was found. */
    public StatementReview blockedBy(Finding finding) {
        List<Finding> all = new ArrayList<>(List.of(finding));
        all.addAll(findings);
        return with(all, RiskClass.RED);
    }

    /** The same, with what was measured in place of what the rules say. */
    public StatementReview measured(Impact measured) {
        return new StatementReview(
                line,
                column,
                sql,
                understood,
                destructive,
                riskClass,
                findings,
                measured,
                undo,
                checks,
                Source.REHEARSED);
    }

    /** The same, with nothing derived that takes it back. */
    public StatementReview withoutRollback() {
        Undo bare = new Undo(undo.possible(), Optional.empty());
        return new StatementReview(
                line, column, sql, understood, destructive, riskClass, findings, impact, bare, checks, source);
    }

    /** The same with other findings. */
    public StatementReview with(List<Finding> others) {
        return with(others, riskClass);
    }

    /** The same with other findings, and another class. */
    public StatementReview with(List<Finding> others, RiskClass risk) {
        return new StatementReview(
                line, column, sql, understood, destructive, risk, others, impact, undo, checks, source);
    }
}
