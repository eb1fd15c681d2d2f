package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherManner;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.review.FileFindings;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.StatementReview;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reviews files of Neo4j by their parse trees, in the order in which they run: an index of one file is known to those after
 * it.
 *
 * <p>Not thread-safe.
 */
public final class CypherReviewer {
    private final Set<String> plainIndexes = new HashSet<>();

    /** What later files of the same run make unique. */
    private final Set<String> comingKeys = new HashSet<>();

    /** Takes note of what a later file of the same run makes. */
    public void expect(List<CypherStatement> statements) {
        statements.stream()
                .map(CypherStatement::manner)
                .filter(CypherManner.Create.class::isInstance)
                .map(CypherManner.Create.class::cast)
                .filter(CypherManner.Create::constraint)
                .forEach(create -> comingKeys.add(CommandRules.place(create)));
    }

    /** Reviews a file. */
    public FileFindings review(List<CypherStatement> statements) {
        List<StatementReview> reviews = new ArrayList<>();
        boolean schema = false;
        boolean data = false;
        for (CypherStatement statement : statements) {
            boolean command = isCommand(statement);
            CypherEffects effects = look(statement, command);
            schema |= statement.manner() instanceof CypherManner.Create;
            data |= !command && effects.writes();
            reviews.add(effects.review(statement));
        }
        List<Finding> findings = schema && data ? List.of(Finding.of(CypherRule.CY10, "")) : List.of();
        return new FileFindings(reviews, findings);
    }

    private static boolean isCommand(CypherStatement statement) {
        return statement.tree().flatMap(found -> found.child("Command")).isPresent();
    }

    private CypherEffects look(CypherStatement statement, boolean command) {
        CypherEffects effects = new CypherEffects();
        try {
            if (command) {
                new CommandRules(plainIndexes, comingKeys, effects)
                        .look(statement, statement.tree().orElseThrow());
            } else {
                statement.tree().ifPresent(query -> QueryRules.look(query, effects));
            }
            return effects;
        } catch (StackOverflowError deep) { // What was not read to its end is no answer.
            CypherEffects unknown = new CypherEffects();
            unknown.notUnderstood(Finding.tooDeep());
            return unknown;
        }
    }
}
