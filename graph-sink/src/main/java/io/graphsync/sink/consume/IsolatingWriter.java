package io.graphsync.sink.consume;

import io.graphsync.sink.consume.Work.AbandonedException;
import io.graphsync.sink.consume.WritePolicy.Decision;
import io.graphsync.sink.consume.WritePolicy.Failures;
import io.graphsync.sink.failure.FailureClass;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.GraphWatch;
import io.graphsync.sink.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Writes events until each is in the graph, was superseded, or is found to be the one that can't be written; that one is
 * looked for by halving. An outage is waited for without end, or until nobody waits for the events any more. Safe for
 * use by many threads.
 */
final class IsolatingWriter {
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Where events are written to. */
    @FunctionalInterface
    interface Target {
        WriteResult write(List<MappedEvent> events) throws GraphFailure;
    }

    private final Target target;
    private final GraphWatch graph;
    private final WriterPermits permits;
    private final SinkObserver observer;
    private final InstantSource clock;

    IsolatingWriter(
            Target target, GraphWatch graph, WriterPermits permits, SinkObserver observer, InstantSource clock) {
        this.target = target;
        this.graph = graph;
        this.permits = permits;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Writes events.
     *
     * @throws AbandonedException if nobody waits for them any more
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     */
    void write(List<Pending> events, WritePolicy policy, Work work, Settled settled)
            throws AbandonedException, GraphFailure {
        Failures failures = Failures.NONE;
        while (true) {
            awaitGraph(work);
            Optional<GraphFailure> failure = tryOnce(events, settled);
            if (failure.isEmpty()) {
                return;
            }
            FailureClass failureClass = failure.get().failureClass();
            note(failure.get());
            failures = failures.and(failureClass);
            switch (policy.decide(failureClass, failures, events.size(), RandomGenerator.getDefault())) {
                case Decision.Again again -> work.pause(again.delay());
                case Decision.Halve halve -> {
                    int middle = events.size() / 2;
                    write(events.subList(0, middle), policy.forLess(), work, settled);
                    write(events.subList(middle, events.size()), policy.forLess(), work, settled);
                    return;
                }
                case Decision.Blame blame -> {
                    if (graph.answers()) {
                        String message = String.valueOf(failure.get().getMessage());
                        settled.failed(
                                events.get(0).source(),
                                blame.kind(),
                                failure.get().code(),
                                message);
                        return;
                    }
                }
                case Decision.Stop stop -> throw failure.get();
            }
        }
    }

    private void awaitGraph(Work work) throws AbandonedException {
        while (graph.isAway()) {
            work.pause(LOOK);
        }
    }

    private Optional<GraphFailure> tryOnce(List<Pending> events, Settled settled) {
        Instant start = clock.instant();
        List<MappedEvent> mapped = events.stream().map(Pending::event).toList();
        try {
            WriteResult result = graph.watch(() -> target.write(mapped));
            permits.committed();
            List<MappedEvent> applied = new ArrayList<>();
            for (int i = 0; i < mapped.size(); i++) {
                boolean changed = result.applied().get(i);
                settled.written(events.get(i), changed);
                if (changed) {
                    applied.add(mapped.get(i));
                }
            }
            observer.committed(applied, mapped.size(), Duration.between(start, clock.instant()));
            return Optional.empty();
        } catch (GraphFailure failure) {
            return Optional.of(failure);
        }
    }

    private void note(GraphFailure failure) {
        if (failure.failureClass() == FailureClass.OUTAGE) {
            graph.failed(failure);
        } else if (failure.failureClass() == FailureClass.CONTENTION) {
            permits.collided();
            observer.deadlock();
        }
    }
}
