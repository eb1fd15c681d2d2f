package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherManner;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Impact;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.Undo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what the rules say about one statement. */
final class CypherEffects {
    private final List<Finding> findings = new ArrayList<>();
    private RiskClass riskClass = RiskClass.GREEN;
    private boolean understood = true;
    private boolean destructive;
    private boolean reversible = true;
    private boolean writes;
    private Optional<String> rollback = Optional.empty();

    void find(CypherRule rule, String place) {
        find(rule, place, Finding.of(rule, place).severity(), rule.riskClass());
    }

    void find(CypherRule rule, String place, Severity severity, RiskClass risk) {
        findings.add(Finding.of(rule, place).with(severity));
        riskClass = riskClass.or(risk);
    }

    void destroys(CypherRule rule, String place) {
        find(rule, place, Severity.ERROR, RiskClass.RED);
        destructive = true;
        reversible = false;
    }

    /** What runs at the end destroys what another does that was looked at. */
    void destroysLike(CypherEffects other) {
        if (other.destructive) {
            other.findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .forEach(findings::add);
            riskClass = RiskClass.RED;
            destructive = true;
            reversible = false;
        }
    }

    void notUnderstood(CypherRule rule, String place) {
        notUnderstood(Finding.of(rule, place));
    }

    void notUnderstood(Finding finding) {
        findings.add(finding);
        understood = false;
        reversible = false;
        riskClass = RiskClass.RED;
    }

    void atLeast(RiskClass risk) {
        riskClass = riskClass.or(risk);
    }

    void irreversible() {
        reversible = false;
    }

    void undoneBy(String cypher) {
        rollback = Optional.of(cypher);
    }

    /** The statement writes data. */
    void note() {
        writes = true;
    }

    boolean writes() {
        return writes;
    }

    /** A query that returns true once what a statement creates is there, and can be used. */
    private static Optional<String> check(CypherStatement statement) {
        return statement.manner() instanceof CypherManner.Create create
                ? create.name()
                        .map(name -> (create.constraint()
                                        ? "SHOW CONSTRAINTS YIELD name WHERE name = "
                                        : "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' AND name = ")
                                + "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "' RETURN count(*) = 1")
                : Optional.empty();
    }

    StatementReview review(CypherStatement statement) {
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
                Impact.NONE,
                reversible ? new Undo(true, rollback) : Undo.IMPOSSIBLE,
                check(statement).stream().toList(),
                StatementReview.Source.RULE);
    }
}
