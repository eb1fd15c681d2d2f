package io.graphsync.sink.verify;

import java.util.List;

/**
 * What a comparison of graph and rows found.
 *
 * @param conversations rows compared
 * @param messages rows compared
 * @param feedback rows compared
 * @param differences how many points differ, all of them counted
 * @param kept the first of them
 */
public record VerifyReport(long conversations, long messages, long feedback, long differences, List<Difference> kept) {
    /** Copies the list. */
    public VerifyReport {
        kept = List.copyOf(kept);
    }

    /** Returns whether the graph equals the rows. */
    public boolean isEqual() {
        return differences == 0;
    }
}
