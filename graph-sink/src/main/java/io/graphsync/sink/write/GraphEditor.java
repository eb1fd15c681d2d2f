package io.graphsync.sink.write;

import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Changes a graph, one statement a transaction; one that loses a race for locks is run again. Safe for use by many threads. */
public final class GraphEditor {
    private static final int ATTEMPTS = 10;

    private final GraphConnection graph;

    /** Makes an editor. */
    public GraphEditor(GraphConnection graph) {
        this.graph = graph;
    }

    /**
     * Runs a statement that returns one number.
     *
     * @return the number
     * @throws GraphFailure if the graph can't be changed
     * @throws InterruptedException if the thread is interrupted
     */
    public long run(String cypher, Map<String, Object> parameters) throws GraphFailure, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return graph.write(transaction ->
                        transaction.run(cypher, parameters).single().get(0).asLong());
            } catch (GraphFailure failure) {
                if (failure.failureClass() != FailureClass.CONTENTION || attempt == ATTEMPTS) {
                    throw failure;
                }
                Thread.sleep(BackoffPolicy.CONTENTION.delay(attempt, RandomGenerator.getDefault()));
            }
        }
    }
}
