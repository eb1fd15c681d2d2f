package io.graphsync.schema.review.pg;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.PgTrees;
import io.graphsync.schema.review.FileFindings;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.StatementReview;
import java.util.ArrayList;
import java.util.List;

/**
 * Reviews files of PostgreSQL by their parse trees, in the order in which they run: what a file makes is known to those
 * after it.
 *
 * <p>Not thread-safe.
 */
public final class PgReviewer {
    private final PgSchema schema = new PgSchema();
    private final PgTrees trees;

    public PgReviewer(PgTrees trees) {
        this.trees = trees;
    }

    /** Takes note of what is there already, without a word about it. */
    public void know(List<PgStatement> statements) {
        statements.forEach(statement -> statement.tree().ifPresent(tree -> schema.apply(tree, statement.text())));
    }

    /** Takes note of what a later file of the same run makes. */
    public void expect(List<PgStatement> statements) {
        statements.forEach(statement -> statement.tree().ifPresent(schema::expect));
    }

    /** Reviews statements of a file; each has its tree. */
    public FileFindings review(MigrationFile file, List<PgStatement> statements) {
        PgContext context = new PgContext(schema, trees, file.directives().transactional());
        FileRules whole = new FileRules(context);
        List<StatementReview> reviews = new ArrayList<>();
        for (PgStatement statement : statements) {
            context.variables(statement.variables());
            reviews.add(review(statement, context, whole));
        }
        return new FileFindings(reviews, whole.findings());
    }

    private static StatementReview review(PgStatement statement, PgContext context, FileRules whole) {
        PgNode tree = statement.tree().orElseThrow();
        try {
            PgEffects effects = new PgEffects();
            PgRules.look(tree, context, effects);
            NameRules.look(statement, effects);
            whole.look(tree, effects);
            context.apply(tree, statement.text());
            return effects.review(statement, PostChecks.of(tree));
        } catch (
                StackOverflowError
                        deep) { // No stack is deep enough for every text, and what was not read to its end is no
            // answer.
            PgEffects unknown = new PgEffects();
            unknown.notUnderstood(Finding.tooDeep());
            return unknown.review(statement, List.of());
        }
    }
}
