package io.graphsync.outbox.progress;

import java.util.Map;

/**
 * A sink's word on how far it has come. It follows the failed events of those partitions into the retry topic, into each
 * of its partitions: whoever has read a partition up to here has read every failure that lies behind the heartbeats.
 *
 * @param passed the newest heartbeat that passed, by event partition ({@code topic-number}): each earlier event of that
 *     partition is in the graph, was superseded, or failed and is in the retry topic
 */
public record Passage(Map<String, Heartbeat> passed) {
    /** Copies the map. */
    public Passage {
        passed = Map.copyOf(passed);
    }
}
