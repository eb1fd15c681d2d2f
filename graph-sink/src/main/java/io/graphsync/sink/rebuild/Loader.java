package io.graphsync.sink.rebuild;

import io.graphsync.sink.consume.WritePolicy;
import io.graphsync.sink.consume.WritePolicy.Decision;
import io.graphsync.sink.consume.WritePolicy.Failures;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.GraphWatch;
import io.graphsync.sink.outage.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Writes events until each is in the graph, or is found to be one that can't be written; that one is looked for by halving, as
 * the sink does. An outage is waited for without end, or until the stop. Safe for use by many threads.
 */
final class Loader {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Where events are written to. */
    @FunctionalInterface
    interface Target {
        void write(List<MappedEvent> events) throws GraphFailure;
    }

    private final Target target;
    private final GraphWatch graph;
    private final StopSignal stop;
    private final Runnable waiting;

    /**
     * Makes a loader.
     *
     * @param graph asks whether Neo4j is back, for all that wait
     * @param waiting called again and again while it waits for Neo4j, by any thread
     */
    Loader(Target target, GraphWatch graph, StopSignal stop, Runnable waiting) {
        this.target = target;
        this.graph = graph;
        this.stop = stop;
        this.waiting = waiting;
    }

    /**
     * Writes.
     *
     * @param refused hears of each event that can't be written
     * @return false if the stop was asked for before all were written
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     */
    boolean load(List<MappedEvent> events, WritePolicy policy, Consumer<Refused> refused) throws GraphFailure {
        Failures failures = Failures.NONE;
        while (awaitNeo4j()) {
            try {
                graph.watch(() -> {
                    target.write(events);
                    return true;
                });
                return true;
            } catch (GraphFailure failure) {
                if (failure.failureClass() == FailureClass.OUTAGE) {
                    graph.failed(failure);
                }
                failures = failures.and(failure.failureClass());
                switch (policy.decide(failure.failureClass(), failures, events.size(), RandomGenerator.getDefault())) {
                    case Decision.Again again -> stop.await(again.delay());
                    case Decision.Halve halve -> {
                        int middle = events.size() / 2;
                        return load(events.subList(0, middle), policy.forLess(), refused)
                                && load(events.subList(middle, events.size()), policy.forLess(), refused);
                    }
                    case Decision.Blame blame -> {
                        if (graph.answers()) {
                            refused.accept(new Refused(
                                    events.getFirst().id().toString(),
                                    failure.code(),
                                    String.valueOf(failure.getMessage())));
                            return true;
                        }
                    }
                    case Decision.Stop ends -> throw failure;
                }
            }
        }
        return false;
    }

    /** Waits until Neo4j takes writes; false if the stop came first. */
    private boolean awaitNeo4j() {
        while (graph.isAway() && !stop.isRequested()) {
            waiting.run();
            stop.await(LOOK);
        }
        return !stop.isRequested();
    }
}
