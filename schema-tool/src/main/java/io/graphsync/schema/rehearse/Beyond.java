package io.graphsync.schema.rehearse;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Rule;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.Verdict;
import io.graphsync.schema.review.cypher.CypherRule;
import io.graphsync.schema.review.pg.PgRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Statements whose effect reaches beyond the database that they run in: to files, programs, other servers, users. A
 * throwaway server does not keep it in, and whoever asks for a review wants nothing of it to happen. Pure.
 */
final class Beyond {
    private static final Map<String, Rule> RULES = Stream.<Rule>of(
                    PgRule.DD04, PgRule.DD22, CypherRule.CY19, CypherRule.CY20, CypherRule.CY23)
            .collect(Collectors.toMap(Rule::id, Function.identity()));

    private static final Map<String, String> COMMANDS = Map.of(
            "AlterSystemStmt", "ALTER SYSTEM", "LoadStmt", "LOAD", "CreateSubscriptionStmt", "CREATE SUBSCRIPTION");

    private Beyond() {}

    /** Why a file is not run, in words; empty if nothing of it reaches so far. */
    static Optional<String> of(List<Statement> statements, FileReview review) {
        return commands(statements)
                .map(Beyond::reaches)
                .or(() -> review.statements().stream()
                        .flatMap(statement -> of(statement).stream())
                        .findFirst());
    }

    private static Optional<String> commands(List<Statement> statements) {
        return statements.stream()
                .flatMap(statement -> statement instanceof PgStatement pg ? pg.tree().stream() : Stream.<PgNode>empty())
                .flatMap(tree -> Optional.ofNullable(COMMANDS.get(tree.type())).stream())
                .findFirst();
    }

    /** What is not understood runs where the file allows it with a reason: then somebody knows what it does. */
    private static Optional<String> of(StatementReview statement) {
        return statement.understood() || statement.verdict() == Verdict.SAFE
                ? statement.findings().stream()
                        .flatMap(finding -> Optional.ofNullable(RULES.get(finding.rule())).stream())
                        .findFirst()
                        .map(rule -> reaches(rule.title()) + " (line " + statement.line() + ")")
                : Optional.of("it can't be told what line " + statement.line() + " does");
    }

    private static String reaches(String what) {
        return what + " reaches beyond the throwaway database";
    }
}
