package io.graphsync.schema.gate;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.plan.FileState;
import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.review.FileReview;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.StatementReview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an apply is about to do, with the review of each file, where, and for which environment.
 *
 * @param toRun the files that would run, in order
 * @param reviews the review of each of them by its path
 * @param fingerprint of the stores as they are
 */
public record Proposal(
        String environment, List<PlannedFile> toRun, Map<String, FileReview> reviews, String fingerprint) {
    public Proposal {
        toRun = List.copyOf(toRun);
        reviews = Map.copyOf(reviews);
    }

    /** See {@link PlanDigest#ofParts}. */
    public String digest() {
        return PlanDigest.ofParts(parts());
    }

    /** The statements that need an approval in production; those of a half-done file that are done do not count. */
    public List<RedStatement> red() {
        List<RedStatement> red = new ArrayList<>();
        for (PlannedFile planned : toRun) {
            statements(planned).stream()
                    .filter(RedStatement::is)
                    .forEach(review -> red.add(new RedStatement(planned.ref().store(), planned.path(), review)));
        }
        return red;
    }

    private List<StatementReview> statements(PlannedFile planned) {
        return review(planned).statements().stream().skip(begin(planned)).toList();
    }

    private FileReview review(PlannedFile planned) {
        FileReview review = reviews.get(planned.path());
        if (review == null) {
            throw new IllegalStateException(planned.path() + " was not reviewed");
        }
        return review;
    }

    /** Refuses a plan that is not this one any more. */
    public void require(PlanFile plan) {
        List<String> changed = new ArrayList<>();
        if (!plan.environment().equals(environment)) {
            changed.add("it was made for the environment '" + plan.environment() + "', and DB_ENV says '" + environment
                    + "'");
        }
        if (!plan.digest().equals(digest())) {
            changed.add("other files or statements would run now: " + difference(plan));
        }
        if (!plan.fingerprint().equals(fingerprint)) {
            changed.add("the stores are others, or their schema or history has changed since");
        }
        if (!changed.isEmpty()) {
            throw new MigrateException(
                    FailureKind.REFUSED,
                    "The plan of " + plan.madeAt() + " is stale: " + String.join("; ", changed)
                            + ". Make it anew with 'migrate plan --out FILE'. Nothing was changed.");
        }
    }

    private String difference(PlanFile plan) {
        List<String> gone = names(plan.files());
        List<String> come = names(parts());
        gone.removeAll(names(parts()));
        come.removeAll(names(plan.files()));
        if (gone.isEmpty() && come.isEmpty()) {
            return "the order, or what the review says of a statement";
        }
        return "planned " + (gone.isEmpty() ? "nothing else" : String.join(", ", gone)) + ", now "
                + (come.isEmpty() ? "nothing in its place" : String.join(", ", come));
    }

    private static List<String> names(List<PlanFile.PlannedPart> parts) {
        List<String> names = new ArrayList<>();
        for (PlanFile.PlannedPart part : parts) {
            String from = part.statementsDone() == 0 ? "" : " from statement " + (part.statementsDone() + 1);
            names.add(part.file() + " ("
                    + part.checksum().substring(0, Math.min(12, part.checksum().length())) + ")" + from);
        }
        return names;
    }

    /** The plan as a file for somebody to look at. */
    public PlanFile file(List<String> targets, Instant now, String toolVersion) {
        return new PlanFile(
                PlanFile.FORMAT, environment, digest(), fingerprint, targets, now.toString(), toolVersion, parts());
    }

    private List<PlanFile.PlannedPart> parts() {
        return toRun.stream()
                .map(planned -> new PlanFile.PlannedPart(
                        planned.path(),
                        planned.file().orElseThrow().checksum(),
                        begin(planned),
                        word(review(planned).riskClass()),
                        statements(planned).stream().map(Proposal::statement).toList()))
                .toList();
    }

    private static PlanFile.PlannedStatement statement(StatementReview review) {
        return new PlanFile.PlannedStatement(
                review.line(), word(review.riskClass()), review.destructive(), review.sql());
    }

    private static String word(RiskClass riskClass) {
        return riskClass.name().toLowerCase(Locale.ROOT);
    }

    private static int begin(PlannedFile planned) {
        return planned.state() instanceof FileState.HalfDone half ? half.statementsDone() : 0;
    }
}
