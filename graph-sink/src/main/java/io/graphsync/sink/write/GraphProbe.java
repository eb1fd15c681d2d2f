package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/**
 * A write that tells whether Neo4j takes writes: it commits one node and then takes it away again. Only a commit finds
 * out that the disk is full. The node is a tombstone that is older than any other, because its label is there in every
 * graph that has been migrated; one that a killed process left behind is purged with those of its kind.
 *
 * <p>Safe for use by many threads.
 */
public final class GraphProbe {
    /** What the keys of such nodes begin with. */
    public static final String KEY_PREFIX = "graphsync.probe:";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String MAKE =
            "MERGE (p:GraphsyncTombstone {key: $key}) SET p.seq = 0, p.deleted_at = $deleted_at";
    private static final String DELETE = "MATCH (p:GraphsyncTombstone {key: $key}) DELETE p";

    private final GraphConnection graph;

    /** Makes a probe of this graph. */
    public GraphProbe(GraphConnection graph) {
        this.graph = graph;
    }

    /**
     * Writes.
     *
     * @throws GraphFailure if Neo4j takes no writes, or does not answer within seconds
     */
    public void run() throws GraphFailure {
        Map<String, Object> parameters =
                Map.of("key", KEY_PREFIX + UUID.randomUUID(), "deleted_at", Instant.EPOCH.atOffset(ZoneOffset.UTC));
        graph.write(transaction -> transaction.run(MAKE, parameters).consume(), TIMEOUT);
        graph.write(transaction -> transaction.run(DELETE, parameters).consume(), TIMEOUT);
    }
}
