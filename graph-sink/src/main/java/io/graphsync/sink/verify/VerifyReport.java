package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.sink.verify.VerifyOptions.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of graph and rows found.
 *
 * @param mode how it was made
 * @param through everything committed before this moment, by PostgreSQL's clock, was compared
 * @param conversations rows compared
 * @param messages rows compared
 * @param feedback rows compared
 * @param byCause how many elements differ, by the cause
 * @param unexplained how many more there are, beyond what one comparison explains
 * @param kept the first points in which they differ
 * @param mends what can be sent again
 * @param odd what the graph's own rules forbid
 * @param longestOfPostgres the question that kept PostgreSQL busy for the longest time
 * @param longestOfNeo4j the same of Neo4j
 * @param idle whether nothing was on its way, so that whatever is not equal differs
 */
public record VerifyReport(
        Mode mode,
        Instant through,
        long conversations,
        long messages,
        long feedback,
        Map<Cause, Long> byCause,
        long unexplained,
        List<Difference> kept,
        List<Mend> mends,
        List<Oddity> odd,
        Question longestOfPostgres,
        Question longestOfNeo4j,
        boolean idle) {
    /** Copies the collections. */
    public VerifyReport {
        byCause = Map.copyOf(byCause);
        kept = List.copyOf(kept);
        mends = List.copyOf(mends);
        odd = List.copyOf(odd);
    }

    /** Returns how many elements can be mended. */
    public int mendable() {
        return mends.size() + odd.size();
    }

    /** Returns how many elements differ; unless the stores are idle, what is on its way is left out. */
    public long differences() {
        return unexplained
                + byCause.entrySet().stream()
                        .filter(cause -> idle || cause.getKey() != Cause.IN_FLIGHT)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    /** Returns how many elements were not equal because a change was on its way for longer than the patience. */
    public long inFlight() {
        return byCause.getOrDefault(Cause.IN_FLIGHT, 0L);
    }

    /** Returns whether the graph equals the rows, and nothing is on its way. */
    public boolean isEqual() {
        return differences() == 0 && inFlight() == 0;
    }
}
