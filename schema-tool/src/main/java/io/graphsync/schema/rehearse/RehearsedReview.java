package io.graphsync.schema.rehearse;

import io.graphsync.schema.file.DerivedDown;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.GivenFiles.Given;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Puts what a rehearsal measured in place of what the rules supposed. */
public final class RehearsedReview {
    /** The id of what the server itself says. */
    private static final String SERVER = "SERVER";

    private static final String REWRITE_SUPPOSED = "LK12";

    private final StatementReader reader;
    private final PgRehearsal rehearsal;
    private final List<String> notes = new ArrayList<>();

    /** Files that the throwaway database holds, and files that it does not. */
    private final Set<FileRef> there = new HashSet<>();

    private final Set<FileRef> left = new HashSet<>();

    public RehearsedReview(StatementReader reader, PgRehearsal rehearsal) {
        this.reader = reader;
        this.rehearsal = rehearsal;
    }

    /** What could not be rehearsed, and why. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Begins anew on the base; what was rehearsed before is not there any more. */
    public void beginOnBase() {
        left.addAll(there);
        there.clear();
        rehearsal.beginOnBase();
    }

    /** Runs a reviewed file; one that was refused, that stands on one that was not run, or is Neo4j's stays as it is. */
    public FileReview rehearse(Given given, FileReview review) {
        MigrationFile file = given.file();
        if (file.store() != Store.PG) {
            return review;
        }
        ParsedFile parsed = reader.read(file);
        List<PgStatement> statements =
                parsed.statements().stream().map(PgStatement.class::cast).toList();
        Optional<String> obstacle = obstacle(file, parsed, statements);
        if (obstacle.isPresent()) {
            leave(file, review, obstacle.get());
            return review;
        }
        UnaryOperator<FileReview> takenBack = takeBack(given, review, statements);
        Map<Integer, Observation> seen = rehearsal.run(file, statements);
        Optional<Observation.Refused> refused = seen.values().stream()
                .flatMap(observation -> observation.error().stream())
                .findFirst();
        if (refused.isPresent() && refused.get().misses() && !left.isEmpty()) {
            leave(
                    file,
                    review,
                    "it may stand on a file that was not: " + refused.get().message());
            return review;
        }
        (refused.isPresent() ? left : there).add(file.ref());
        List<StatementReview> reviewed = new ArrayList<>();
        for (int i = 0; i < review.statements().size(); i++) {
            StatementReview statement = review.statements().get(i);
            reviewed.add(Optional.ofNullable(seen.get(i))
                    .map(observation -> merge(statement, observation))
                    .orElse(statement));
        }
        FileReview measured = new FileReview(review.ref(), review.path(), reviewed, review.findings());
        return refused.isPresent() ? measured : takenBack.apply(measured);
    }

    /** Tries the file that takes this one back: the one that was written, else what was derived. */
    private UnaryOperator<FileReview> takeBack(Given given, FileReview review, List<PgStatement> statements) {
        Optional<MigrationFile> down = given.down().or(() -> derived(given.file(), review));
        Optional<String> complaint = down.flatMap(file -> {
            ParsedFile parsed = reader.read(file);
            return parsed.refusals().isEmpty()
                    ? rehearsal.takeBack(
                            statements,
                            parsed.statements().stream()
                                    .map(PgStatement.class::cast)
                                    .toList())
                    : Optional.of(parsed.refusals().getFirst().toString());
        });
        if (complaint.isEmpty()) {
            return measured -> measured;
        }
        return given.down().isPresent()
                ? measured -> TakenBack.badly(measured, given.file(), down.orElseThrow(), complaint.get())
                : measured -> TakenBack.withoutDerived(measured, complaint.get());
    }

    private static Optional<MigrationFile> derived(MigrationFile file, FileReview review) {
        List<String> down = review.statements().reversed().stream()
                .flatMap(statement -> statement.rollback().stream())
                .toList();
        return down.isEmpty() || down.size() < review.statements().size()
                ? Optional.empty()
                : Optional.of(DerivedDown.of(file, down));
    }

    private void leave(MigrationFile file, FileReview review, String why) {
        left.add(file.ref());
        notes.add(review.path() + " was not rehearsed: " + why);
    }

    private Optional<String> obstacle(MigrationFile file, ParsedFile parsed, List<PgStatement> statements) {
        if (!parsed.refusals().isEmpty()) {
            return Optional.of("not all of it is understood");
        }
        List<String> extensions = rehearsal.missing(file, statements);
        if (!extensions.isEmpty()) {
            return Optional.of("the throwaway server has no extension " + String.join(", ", extensions));
        }
        return file.directives().dependsOn().stream()
                .filter(left::contains)
                .sorted()
                .findFirst()
                .map(ref -> "it depends on " + ref + ", which was not either");
    }

    private static StatementReview merge(StatementReview statement, Observation seen) {
        if (seen.error().isPresent()) {
            List<Finding> findings = new ArrayList<>();
            findings.add(new Finding(
                    SERVER,
                    Severity.ERROR,
                    "PostgreSQL refuses it: " + seen.error().get(),
                    ServerHint.of(seen.error().get())));
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
