package io.graphsync.retry.erasure;

import java.util.List;
import java.util.Set;

/**
 * What PostgreSQL and Kafka hold of a user.
 *
 * @param rows what the tables hold
 * @param outboxRows rows of {@code graph_outbox} about the user
 * @param records newest records of the user's elements in the event topics
 * @param superseded records that compaction removes, because a newer one of their key stands behind them
 * @param letters open dead letters about the user
 * @param waiting records in the retry topics, which expire
 * @param mentions topic and key of elements that are not the user's and yet name the user
 * @param elements keys of the graph's elements that were deleted with the user and are not finished, as
 *     {@code message:ID}
 */
public record Traces(
        RowTraces rows,
        long outboxRows,
        long records,
        long superseded,
        long letters,
        long waiting,
        List<String> mentions,
        Set<String> elements) {
    /** Copies the collections. */
    public Traces {
        mentions = List.copyOf(mentions);
        elements = Set.copyOf(elements);
    }

    /** Whether anything is left that an erasure takes away. */
    public boolean isAnythingLeft() {
        return rows.hasRows() || rows.unfinished() + outboxRows + records + letters > 0;
    }
}
