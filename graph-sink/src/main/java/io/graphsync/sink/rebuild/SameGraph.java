package io.graphsync.sink.rebuild;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphReader;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes sure that the graph is still the one that the rebuild began to fill. A server that was replaced by an empty one lacks what was
 * written before, and perhaps the constraints that keep an element from being created twice. Safe for use by many threads.
 */
final class SameGraph {
    /** Nobody stops a server, puts another in its place and starts that in less. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final GraphReader graph;
    private final Optional<String> begun;
    private volatile long lookedAt = System.nanoTime() - LOOK.toNanos();

    /**
     * Takes what is kept with the job.
     *
     * @param begun the store that it began to fill; empty of a job that knows none, of which any graph will do
     */
    SameGraph(GraphReader graph, Optional<String> begun) {
        this.graph = graph;
        this.begun = begun;
    }

    /**
     * Looks, unless it has just looked.
     *
     * @throws ReplayException if it is another graph
     * @throws GraphFailure if the graph can't be asked
     */
    void require() throws GraphFailure {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK.toNanos()) {
            Optional<String> obstacle = obstacle(begun, graph.store());
            if (obstacle.isPresent()) {
                throw new ReplayException(obstacle.get());
            }
            lookedAt = now;
        }
    }

    /**
     * Returns what is wrong; empty where it is the same graph. Pure.
     *
     * @param begun the store that a rebuild began to fill
     * @param store the one that is there
     */
    static Optional<String> obstacle(Optional<String> begun, String store) {
        return begun.isEmpty() || begun.get().equals(store)
                ? Optional.empty()
                : Optional.of(
                        "the graph is another one than this rebuild began to fill, and lacks what was written before:"
                                + " end it with 'graphsync rebuild cancel', and begin another");
    }
}
