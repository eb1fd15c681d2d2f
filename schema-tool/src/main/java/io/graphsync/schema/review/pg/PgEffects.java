package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Impact;
import io.graphsync.schema.review.LockUse;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.Undo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what the rules say about one statement. */
final class PgEffects {
    private final Map<String, LockMode> locks = new TreeMap<>();
    private final Set<String> rewrites = new LinkedHashSet<>();
    private final Set<String> scans = new LinkedHashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> rollback = new ArrayList<>();
    private RiskClass riskClass = RiskClass.GREEN;
    private boolean understood = true;
    private boolean destructive;
    private boolean reversible = true;

    void lock(PgName relation, LockMode mode) {
        if (!relation.isTemporary()) {
            locks.merge(relation.toString(), mode, LockMode::or);
        }
    }

    void rewrite(PgName relation) {
        rewrites.add(relation.toString());
    }

    void scan(PgName relation) {
        scans.add(relation.toString());
    }

    /** A rule has something to say about a place. */
    void find(PgRule rule, String place) {
        find(Finding.of(rule, place), rule.riskClass());
    }

    /** A rule has something to say, and knows the safer form. */
    void find(PgRule rule, String place, String safer) {
        find(Finding.of(rule, place, safer), rule.riskClass());
    }

    /** A rule has something to say that weighs less or more here than it mostly does. */
    void find(PgRule rule, String place, Severity severity, RiskClass risk) {
        find(Finding.of(rule, place).with(severity), risk);
    }

    private void find(Finding finding, RiskClass risk) {
        findings.add(finding);
        riskClass = riskClass.or(risk);
    }

    /** Data, or what guards it, is lost for good. */
    void destroys(PgRule rule, String place) {
        find(Finding.of(rule, place).with(Severity.ERROR), RiskClass.RED);
        destructive = true;
        reversible = false;
    }

    /** What runs at the end destroys what another does that was looked at. */
    void destroysLike(PgEffects other) {
        if (other.destructive) {
            other.findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .filter(finding -> !findings.contains(finding))
                    .forEach(finding -> find(finding, RiskClass.RED));
            destructive = true;
            reversible = false;
        }
    }

    /** Nobody can tell what the statement would do. */
    void notUnderstood(String why, String fix) {
        notUnderstood(new Finding(Finding.NOT_UNDERSTOOD, Severity.ERROR, why, fix));
    }

    void notUnderstood(Finding finding) {
        understood = false;
        reversible = false;
        find(finding, RiskClass.RED);
    }

    /** Nobody can tell what the statement would do, for a reason that a rule is about. */
    void notUnderstood(PgRule rule, String place) {
        notUnderstood(Finding.of(rule, place).with(Severity.ERROR));
    }

    void atLeast(RiskClass risk) {
        riskClass = riskClass.or(risk);
    }

    /** What was before can't be brought back. */
    void irreversible() {
        reversible = false;
    }

    /** The statement takes back, with others of the same statement in reverse order. */
    void undoneBy(String sql) {
        rollback.add(sql);
    }

    boolean isUnderstood() {
        return understood;
    }

    LockMode strongest() {
        return locks.values().stream().reduce(LockMode.ACCESS_SHARE, LockMode::or);
    }

    Map<String, LockMode> locks() {
        return locks;
    }

    /** What the statement comes to, with queries that tell whether it is done. */
    StatementReview review(PgStatement statement, List<String> checks) {
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::severity).reversed());
        return new StatementReview(
                statement.line(),
                statement.column(),
                statement.text(),
                understood,
                destructive,
                riskClass,
                sorted,
                impact(),
                undo(),
                checks,
                StatementReview.Source.RULE);
    }

    private Impact impact() {
        return new Impact(
                locks.entrySet().stream()
                        .map(lock -> new LockUse(lock.getKey(), lock.getValue().serverName()))
                        .toList(),
                List.copyOf(rewrites),
                List.copyOf(scans));
    }

    private Undo undo() {
        if (!reversible) {
            return Undo.IMPOSSIBLE;
        }
        return rollback.isEmpty() ? Undo.BY_HAND : Undo.by(String.join(";\n", rollback.reversed()));
    }
}
