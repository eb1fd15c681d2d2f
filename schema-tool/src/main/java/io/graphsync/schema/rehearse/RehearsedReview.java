package io.graphsync.schema.rehearse;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts what a rehearsal measured in place of what the rules supposed. */
public final class RehearsedReview {
    /** The id of what the server itself says. */
    private static final String SERVER = "SERVER";

    private static final String REWRITE_SUPPOSED = "LK12";

    private final StatementReader reader;
    private final PgRehearsal rehearsal;
    private final List<String> notes = new ArrayList<>();

    public RehearsedReview(StatementReader reader, PgRehearsal rehearsal) {
        this.reader = reader;
        this.rehearsal = rehearsal;
    }

    /** What could not be rehearsed, and why. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Runs a reviewed file; one that was refused or is Neo4j's stays as it is. */
    public FileReview rehearse(MigrationFile file, FileReview review) {
        if (file.store() != Store.PG) {
            return review;
        }
        ParsedFile parsed = reader.read(file);
        if (!parsed.refusals().isEmpty()) {
            return review;
        }
        List<String> missing = rehearsal.missing(file);
        if (!missing.isEmpty()) {
            notes.add(review.path() + " was not rehearsed: the throwaway server has no extension "
                    + String.join(", ", missing));
            return review;
        }
        List<PgStatement> statements =
                parsed.statements().stream().map(PgStatement.class::cast).toList();
        Map<Integer, Observation> seen = rehearsal.run(file, statements);
        List<StatementReview> reviewed = new ArrayList<>();
        for (int i = 0; i < review.statements().size(); i++) {
            StatementReview statement = review.statements().get(i);
            reviewed.add(Optional.ofNullable(seen.get(i))
                    .map(observation -> merge(statement, observation))
                    .orElse(statement));
        }
        return new FileReview(review.ref(), review.path(), reviewed, review.findings());
    }

    private static StatementReview merge(StatementReview statement, Observation seen) {
        if (seen.error().isPresent()) {
            List<Finding> findings = new ArrayList<>();
            findings.add(new Finding(
                    SERVER,
                    Severity.ERROR,
                    "PostgreSQL refuses it: " + seen.error().get(),
                    "it was run on a throwaway server that holds what comes before it; see the message"));
            findings.addAll(statement.findings());
            return statement.with(findings);
        }
        return seen.locks()
                .map(locks -> lenient(statement, seen).measured(locks, seen.rewrites()))
                .orElse(statement);
    }

    /** A rule that knew too little to tell whether the table is written anew is corrected by what was seen. */
    private static StatementReview lenient(StatementReview statement, Observation seen) {
        if (!seen.rewrites().isEmpty()) {
            return statement;
        }
        return statement.with(statement.findings().stream()
                .map(finding -> finding.rule().equals(REWRITE_SUPPOSED)
                        ? new Finding(
                                finding.rule(),
                                Severity.INFO,
                                finding.message() + " (measured: nothing is written anew)",
                                finding.safer())
                        : finding)
                .toList());
    }
}
