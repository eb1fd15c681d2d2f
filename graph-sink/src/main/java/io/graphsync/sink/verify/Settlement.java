package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.verify.GraphVerifier.Barrier;
import io.graphsync.sink.verify.OutboxFact.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks again at elements that were not equal, until each is equal, explained, or the patience is at its end.
 *
 * <p>A difference counts when it can't come of anything that is on its way: row and newest event are read in one snapshot, the
 * event is behind the watermark, so it is in the graph that is read then; and afterwards the element has no newer event. One
 * thread.
 */
final class Settlement {
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final RowSide rows;
    private final GraphSide graph;
    private final Barrier barrier;
    private final long deadline;

    Settlement(RowSide rows, GraphSide graph, Barrier barrier, Duration patience) {
        this.rows = rows;
        this.graph = graph;
        this.barrier = barrier;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Hears of each element that differs. */
    interface Listener {
        void differs(List<Difference> points, Explanation explanation, Mend mend);
    }

    /** Settles some elements; what was on its way until the end is told as such. */
    void settle(Subject subject, Collection<ElementState.Key> keys, Listener listener)
            throws SQLException, InterruptedException {
        Set<ElementState.Key> open = new LinkedHashSet<>(keys);
        while (!open.isEmpty()) {
            boolean last = System.nanoTime() >= deadline;
            List<ElementState.Key> round = new ArrayList<>(open);
            for (int i = 0; i < round.size(); i += BATCH) {
                look(subject, round.subList(i, Math.min(round.size(), i + BATCH)), last, open, listener);
            }
            if (!open.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
    }

    private void look(
            Subject subject, List<ElementState.Key> keys, boolean last, Set<ElementState.Key> open, Listener listener)
            throws SQLException, InterruptedException {
        RowSide.Known known = rows.known(subject, keys);
        barrier.await();
        Map<ElementState.Key, List<GraphElement>> found = graph.some(subject, keys);
        Map<ElementState.Key, OutboxFact> after = rows.newest(subject, keys);
        for (ElementState.Key key : keys) {
            Optional<ElementState> row = Optional.ofNullable(known.rows().get(key));
            Optional<OutboxFact> newest = Optional.ofNullable(known.newest().get(key));
            List<GraphElement> elements = found.getOrDefault(key, List.of());
            boolean changed = !Objects.equals(seq(newest), seq(Optional.ofNullable(after.get(key))));
            boolean onItsWay = changed
                    || newest.filter(event -> event.state() == State.PENDING).isPresent();
            if (ElementDifferences.equal(row, elements)) {
                open.remove(key);
            } else if (!onItsWay || last) {
                open.remove(key);
                Explanation explanation = changed
                        ? Explanation.of(Explanation.Cause.IN_FLIGHT)
                        : Explainer.explain(row, elements, newest);
                listener.differs(
                        ElementDifferences.of(subject, key, row, elements, explanation),
                        explanation,
                        new Mend(subject, key.id(), key.user(), row.isPresent(), conversation(elements)));
            }
        }
    }

    private static Optional<String> conversation(List<GraphElement> elements) {
        return elements.stream()
                .map(element -> element.state().properties().get("conversations"))
                .flatMap(found -> found instanceof List<?> list ? list.stream() : Stream.empty())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }

    private static Optional<Long> seq(Optional<OutboxFact> fact) {
        return fact.map(OutboxFact::seq);
    }
}
