package io.graphsync.schema.rehearse;

import io.graphsync.schema.file.DerivedDown;
import io.graphsync.schema.file.FileRef;
import io.graphsync.schema.file.GivenFiles.Given;
import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.parse.ParsedFile;
import io.graphsync.schema.parse.Statement;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Impact;
import io.graphsync.schema.review.Review;
import io.graphsync.schema.review.Severity;
import io.graphsync.schema.review.StatementReview;
import io.graphsync.schema.review.text.Reviewer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
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

    /** Of files that take others back. */
    private final Reviewer reviewer;

    private final Map<Store, Rehearsal> rehearsals = new EnumMap<>(Store.class);
    private final List<String> notes = new ArrayList<>();

    /** Files that the throwaway database holds, and files that it does not. */
    private final Set<FileRef> there = new HashSet<>();

    private final Set<FileRef> left = new HashSet<>();

    /** @param rehearsals at most one for each store; the files of a store without one stay as they are */
    public RehearsedReview(StatementReader reader, Collection<? extends Rehearsal> rehearsals) {
        this.reader = reader;
        reviewer = new Reviewer(reader);
        rehearsals.forEach(rehearsal -> this.rehearsals.put(rehearsal.store(), rehearsal));
    }

    /**
     * Runs reviewed files.
     *
     * @param read what the rules say of each
     * @param independent whether each stands on the base alone, not on those before it
     * @return with notes on what could not be rehearsed, and why
     */
    public Review rehearse(List<Given> given, List<FileReview> read, boolean independent) {
        beginOnBase();
        List<FileReview> files = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (independent && i > 0) {
                beginOnBase();
            }
            files.add(rehearse(given.get(i), read.get(i)));
        }
        return new Review(files, notes);
    }

    private void beginOnBase() {
        left.addAll(there);
        there.clear();
        rehearsals.values().forEach(Rehearsal::beginOnBase);
    }

    /** Runs a reviewed file; one that was refused, or that stands on one that was not run, stays as it is. */
    private FileReview rehearse(Given given, FileReview review) {
        MigrationFile file = given.file();
        Rehearsal rehearsal = rehearsals.get(file.store());
        if (rehearsal == null) {
            return review;
        }
        ParsedFile parsed = reader.read(file);
        List<Statement> statements = parsed.statements();
        Optional<String> obstacle = obstacle(file, review, parsed, rehearsal);
        if (obstacle.isPresent()) {
            leave(file, review, obstacle.get());
            return review;
        }
        UnaryOperator<FileReview> takenBack = takeBack(given, review, statements, rehearsal);
        Map<Integer, Observation> seen = rehearsal.run(file, statements);
        Optional<Observation.Refused> refused = seen.values().stream()
                .flatMap(observation -> observation.error().stream())
                .findFirst();
        Optional<String> excuse = refused.flatMap(this::excuse);
        if (excuse.isPresent()) {
            leave(file, review, excuse.get());
            return review;
        }
        (refused.isPresent() ? left : there).add(file.ref());
        List<StatementReview> reviewed = new ArrayList<>();
        for (int i = 0; i < review.statements().size(); i++) {
            StatementReview statement = review.statements().get(i);
            reviewed.add(Optional.ofNullable(seen.get(i))
                    .map(observation -> merge(file.store(), statement, observation))
                    .orElse(statement));
        }
        FileReview measured = new FileReview(review.ref(), review.path(), reviewed, review.findings());
        return refused.isPresent() ? measured : takenBack.apply(measured);
    }

    /** Why a refusal need not be the file's own fault. */
    private Optional<String> excuse(Observation.Refused refused) {
        if (refused.lacksLibrary()) {
            return Optional.of("the throwaway server has no such library: " + refused.message());
        }
        return refused.misses() && !left.isEmpty()
                ? Optional.of("it may stand on a file that was not: " + refused.message())
                : Optional.empty();
    }

    /** Tries the file that takes this one back: the one that was written, else what was derived. */
    private UnaryOperator<FileReview> takeBack(
            Given given, FileReview review, List<Statement> statements, Rehearsal rehearsal) {
        Optional<MigrationFile> down = given.down().or(() -> derived(given.file(), review));
        Optional<String> complaint = down.flatMap(file -> complaint(file, statements, rehearsal));
        if (complaint.isEmpty()) {
            return measured -> measured;
        }
        return given.down().isPresent()
                ? measured -> TakenBack.badly(measured, given.file(), down.orElseThrow(), complaint.get())
                : measured -> TakenBack.withoutDerived(measured, complaint.get());
    }

    private Optional<String> complaint(MigrationFile down, List<Statement> up, Rehearsal rehearsal) {
        ParsedFile parsed = reader.read(down);
        if (!parsed.refusals().isEmpty()) {
            return Optional.of(parsed.refusals().getFirst().toString());
        }
        // What reaches beyond the database is not run, and so nothing can be said of it.
        return Beyond.of(parsed.statements(), reviewer.review(down.path(), down))
                        .isPresent()
                ? Optional.empty()
                : rehearsal.takeBack(up, parsed.statements());
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

    private Optional<String> obstacle(MigrationFile file, FileReview review, ParsedFile parsed, Rehearsal rehearsal) {
        if (!parsed.refusals().isEmpty()) {
            return Optional.of("not all of it is understood");
        }
        return Beyond.of(parsed.statements(), review)
                .or(() -> rehearsal.obstacle(file, parsed.statements()))
                .or(() -> file.directives().dependsOn().stream()
                        .filter(left::contains)
                        .sorted()
                        .findFirst()
                        .map(ref -> "it depends on " + ref + ", which was not either"));
    }

    private static StatementReview merge(Store store, StatementReview statement, Observation seen) {
        if (seen.error().isPresent()) {
            List<Finding> findings = new ArrayList<>();
            findings.add(new Finding(
                    SERVER,
                    Severity.ERROR,
                    store.product() + " refuses it: " + seen.error().get(),
                    ServerHint.of(seen.error().get())));
            findings.addAll(statement.findings());
            return statement.with(findings);
        }
        return switch (store) {
            case PG ->
                seen.locks()
                        .map(locks -> lenient(statement, seen)
                                .measured(new Impact(locks, seen.rewrites(), statement.scans())))
                        .orElse(statement);
            case NEO4J -> remarked(statement, seen.remarks()).measured(statement.impact());
        };
    }

    private static StatementReview remarked(StatementReview statement, List<String> remarks) {
        List<Finding> findings = new ArrayList<>(statement.findings());
        remarks.forEach(remark -> findings.add(
                new Finding(SERVER, Severity.INFO, "Neo4j remarks: " + remark, "see whether that is what you want")));
        return statement.with(findings);
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
