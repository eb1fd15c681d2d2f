package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Removes tombstones by their age. Whether that is safe is not asked here. Safe for use by many threads. */
public final class TombstonePurge {
    // Adding a label that is there changes nothing, but takes the node's write lock.
    private static final String LOCK = """
            MATCH (t:GraphsyncTombstone) WHERE t.deleted_at < $cutoff
            WITH t LIMIT $limit
            WITH t ORDER BY t.key
            SET t:GraphsyncTombstone
            RETURN t.key AS key
            """;
    private static final String DELETE = """
            UNWIND $keys AS key
            MATCH (t:GraphsyncTombstone {key: key})
            WHERE t.deleted_at < $cutoff
            DELETE t
            RETURN count(*) AS deleted
            """;
    private static final String ANY =
            "MATCH (t:GraphsyncTombstone) WHERE t.deleted_at < $cutoff WITH t LIMIT 1 RETURN count(*) AS found";

    private final GraphConnection graph;

    /** Makes a purge of this graph. */
    public TombstonePurge(GraphConnection graph) {
        this.graph = graph;
    }

    /** Returns whether there is a tombstone of an element that was deleted before this time. */
    public boolean anyBefore(Instant cutoff) throws GraphFailure {
        return graph.read(transaction -> transaction
                        .run(ANY, Map.of("cutoff", cutoff.atOffset(ZoneOffset.UTC)))
                        .single()
                        .get("found")
                        .asLong()
                > 0);
    }

    /**
     * Removes some of the tombstones of elements that were deleted before this time. An element that is deleted anew
     * meanwhile keeps its tombstone: the age is looked at again when the node is locked.
     *
     * @param most how many at the most
     * @return how many were found; fewer than asked for when there are no more
     */
    public int before(Instant cutoff, int most) throws GraphFailure {
        var time = cutoff.atOffset(ZoneOffset.UTC);
        return graph.write(transaction -> {
            List<String> keys = transaction
                    .run(LOCK, Map.of("cutoff", time, "limit", most))
                    .list(row -> row.get("key").asString());
            transaction.run(DELETE, Map.of("cutoff", time, "keys", keys)).consume();
            return keys.size();
        });
    }
}
