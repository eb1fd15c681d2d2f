package io.graphsync.schema.review.text;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Directives.Allowance;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.Refusal;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.FileFindings;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Impact;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.Undo;
import io.graphsync.schema.review.cypher.CypherReviewer;
import io.graphsync.schema.review.pg.PgReviewer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reviews migration files of both stores by their text alone, in the order in which they run.
 *
 * <p>Not thread-safe.
 */
public final class Reviewer {
    /** The id of findings about a directive that allows what nothing in its file does. */
    private static final String UNUSED = "CR24";

    /** The id of what a rehearsal says of the file that takes one back. */
    public static final String DOWN = "DOWN";

    /** What the text alone does not show. */
    private static final Set<String> LATER = Set.of(DOWN, LargeTables.ID);

    private static final String SYNTAX = "CR02";
    private static final String TRANSACTION_CONTROL = "DD23";
    private static final String MISPLACED = "LK33";

    private final StatementReader reader;
    private @Nullable PgReviewer pg;
    private final CypherReviewer cypher = new CypherReviewer();

    /** Makes a reviewer that knows nothing of the schema yet. */
    public Reviewer(StatementReader reader) {
        this.reader = reader;
    }

    /** Takes note of what a file makes, which runs before the ones under review. */
    public void know(MigrationFile file) {
        if (file.store() == Store.PG) {
            pg().know(reader.read(file).statements().stream()
                    .map(PgStatement.class::cast)
                    .toList());
        }
    }

    /** Takes note of a file of the same run that will be reviewed later: it may bring what an earlier one leaves out. */
    public void expect(MigrationFile file) {
        List<? extends Statement> statements = reader.read(file).statements();
        switch (file.store()) {
            case PG ->
                pg().expect(statements.stream().map(PgStatement.class::cast).toList());
            case NEO4J ->
                cypher.expect(
                        statements.stream().map(CypherStatement.class::cast).toList());
        }
    }

    /**
     * Reviews a file; the next one stands on what it makes. What can't be understood is told, and so is all the rest.
     *
     * @param path how messages name it
     */
    public FileReview review(String path, MigrationFile file) {
        ParsedFile parsed = reader.read(file);
        FileFindings result = switch (file.store()) {
            case PG -> pg(file, parsed);
            case NEO4J ->
                cypher.review(parsed.statements().stream()
                        .map(CypherStatement.class::cast)
                        .toList());
        };
        List<StatementReview> statements = new ArrayList<>(result.statements());
        parsed.refusals().forEach(refusal -> add(refused(file, refusal), refusal, statements));
        statements.sort(Comparator.comparingInt(StatementReview::line).thenComparingInt(StatementReview::column));
        return allowed(path, file, new FileFindings(statements, result.findings()));
    }

    /** What is refused only for its place is reviewed all the same, and shown once. */
    private static void add(StatementReview refused, Refusal refusal, List<StatementReview> statements) {
        for (int i = 0; i < statements.size() && refusal.isMisplaced(); i++) {
            StatementReview reviewed = statements.get(i);
            if (reviewed.line() == refused.line() && reviewed.column() == refused.column()) {
                statements.set(i, reviewed.blockedBy(refused.findings().getFirst()));
                return;
            }
        }
        statements.add(refused);
    }

    private FileFindings pg(MigrationFile file, ParsedFile parsed) {
        List<PgStatement> statements = parsed.statements().stream()
                .map(PgStatement.class::cast)
                .filter(statement -> statement.tree().isPresent())
                .toList();
        return pg().review(file, statements);
    }

    /** Made at the first file that needs it, since the grammar takes long to load. */
    private PgReviewer pg() {
        PgReviewer reviewer = pg;
        if (reviewer == null) {
            reviewer = new PgReviewer(reader.trees()
                    .orElseThrow(() -> new MigrateException(
                            FailureKind.CONFIGURATION,
                            "This build came without PostgreSQL's grammar (npm was missing), and a review needs it.")));
            pg = reviewer;
        }
        return reviewer;
    }

    private static StatementReview refused(MigrationFile file, Refusal refusal) {
        String line = file.text()
                .lines()
                .skip(refusal.line() - 1L)
                .findFirst()
                .orElse("")
                .strip();
        Finding finding = SyntaxHint.of(line)
                .map(hint -> hint.finding(refusal.reason()))
                .orElseGet(() -> new Finding(ruleOf(refusal), Severity.ERROR, refusal.reason(), "see the message"));
        return new StatementReview(
                refusal.line(),
                refusal.column(),
                line,
                false,
                false,
                RiskClass.RED,
                List.of(finding),
                Impact.NONE,
                Undo.IMPOSSIBLE,
                List.of(),
                StatementReview.Source.RULE);
    }

    private static String ruleOf(Refusal refusal) {
        if (refusal.isTransactionControl()) {
            return TRANSACTION_CONTROL;
        }
        if (refusal.isMisplaced()) {
            return MISPLACED;
        }
        return refusal.reason().startsWith("syntax error") ? SYNTAX : Finding.NOT_UNDERSTOOD;
    }

    /** What a file allows with a reason is told, and stops nothing. */
    private static FileReview allowed(String path, MigrationFile file, FileFindings result) {
        Set<String> used = new HashSet<>();
        List<StatementReview> statements = result.statements().stream()
                .map(statement -> statement.with(lenient(statement.findings(), file, used)))
                .toList();
        List<Finding> findings = new ArrayList<>(lenient(result.findings(), file, used));
        for (Allowance allowance : file.directives().allowed()) {
            if (!used.contains(allowance.rule()) && !LATER.contains(allowance.rule())) {
                findings.add(new Finding(
                        UNUSED,
                        Severity.INFO,
                        "allow " + allowance.rule()
                                + ": nothing in this file needs it, and it would hide the next mistake",
                        "remove it"));
            }
        }
        return new FileReview(file.ref(), path, statements, findings);
    }

    private static List<Finding> lenient(List<Finding> findings, MigrationFile file, Set<String> used) {
        List<Finding> weighed = new ArrayList<>();
        for (Finding finding : findings) {
            if (allowance(file, finding).isPresent()) {
                used.add(finding.rule());
            }
            weighed.add(allowed(file, finding));
        }
        return weighed;
    }

    /** A finding as it counts in a file: what the file allows with a reason is only good to know. */
    public static Finding allowed(MigrationFile file, Finding finding) {
        return allowance(file, finding)
                .map(found -> new Finding(
                        finding.rule(),
                        Severity.INFO,
                        finding.message() + " (allowed: " + found.reason() + ")",
                        finding.safer()))
                .orElse(finding);
    }

    private static Optional<Allowance> allowance(MigrationFile file, Finding finding) {
        return file.directives().allowed().stream()
                .filter(candidate -> candidate.rule().equals(finding.rule()))
                .findFirst();
    }
}
