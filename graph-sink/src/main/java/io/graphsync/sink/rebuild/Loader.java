package io.graphsync.sink.rebuild;

import io.graphsync.sink.consume.WritePolicy;
import io.graphsync.sink.consume.WritePolicy.Decision;
import io.graphsync.sink.consume.WritePolicy.Failures;
import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Writes events until each is in the graph, or is found to be one that can't be written; that one is looked for by halving, as
 * the sink does. An outage is waited for without end, or until the stop. Safe for use by many threads.
 */
final class Loader {
    /** Where events are written to. */
    @FunctionalInterface
    interface Target {
        void write(List<MappedEvent> events) throws GraphFailure;
    }

    /** A small write that tells whether Neo4j takes writes. */
    @FunctionalInterface
    interface Probe {
        void run() throws GraphFailure;
    }

    private final Target target;
    private final Probe probe;
    private final OutageWatch neo4j;
    private final StopSignal stop;
    private final Runnable waiting;

    /**
     * Makes a loader.
     *
     * @param waiting called again and again while it waits for Neo4j, by any thread
     */
    Loader(Target target, Probe probe, OutageWatch neo4j, StopSignal stop, Runnable waiting) {
        this.target = target;
        this.probe = probe;
        this.neo4j = neo4j;
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
        while (!stop.isRequested()) {
            try {
                target.write(events);
                neo4j.succeeded();
                return true;
            } catch (GraphFailure failure) {
                if (failure.failureClass() == FailureClass.OUTAGE && !awaitNeo4j(failure)) {
                    return false;
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
                        if (ask().isEmpty()) {
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

    /** Asks until Neo4j takes writes; false if the stop came first. */
    private boolean awaitNeo4j(GraphFailure failure) {
        neo4j.failed(failure.code(), failure.getMessage());
        for (int attempt = 1; !stop.isRequested(); attempt++) {
            Optional<GraphFailure> away = ask();
            if (away.isEmpty()) {
                neo4j.succeeded();
                return true;
            }
            waiting.run();
            stop.await(BackoffPolicy.untilBack(away.get()).delay(attempt, RandomGenerator.getDefault()));
        }
        return false;
    }

    /** Returns why Neo4j takes no writes; empty where it does. */
    private Optional<GraphFailure> ask() {
        try {
            probe.run();
            return Optional.empty();
        } catch (GraphFailure failure) {
            neo4j.failed(failure.code(), failure.getMessage());
            return Optional.of(failure);
        }
    }
}
