package io.graphsync.schema.gate;

import io.graphsync.schema.review.LockUse;
import io.graphsync.schema.review.StatementReview;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which tables lose rows by red statements. Pure. */
public final class AffectedTables {
    private AffectedTables() {}

    /**
     * Returns the relations that the statements touch; empty, which means all there are, where that can't be told: a
     * statement that is not understood, that reaches further by CASCADE, or that names no relation.
     */
    public static Optional<Set<String>> of(List<RedStatement> red) {
        Set<String> relations = new TreeSet<>();
        for (RedStatement statement : red) {
            StatementReview review = statement.review();
            Set<String> touched = review.locks().stream().map(LockUse::relation).collect(Collectors.toSet());
            touched.addAll(review.rewrites());
            boolean further = review.sql().toLowerCase(Locale.ROOT).contains("cascade");
            if (!review.understood() || further || touched.isEmpty()) {
                return Optional.empty();
            }
            relations.addAll(touched);
        }
        return Optional.of(relations);
    }
}
