package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Explanation.Cause;
import java.util.List;
import java.util.Optional;

/** Decides why an element differs, once nothing of it is on its way. Pure. */
final class Explainer {
    private Explainer() {}

    /**
     * Explains a difference.
     *
     * @param row what the rows say; empty where there is none
     * @param found what the graph has; empty where it has nothing
     * @param newest the newest event of the element; empty where the outbox has none
     */
    static Explanation explain(Optional<ElementState> row, List<GraphElement> found, Optional<OutboxFact> newest) {
        if (newest.isEmpty()) {
            return Explanation.of(withoutEvent(row, found));
        }
        OutboxFact event = newest.get();
        Cause cause = switch (event.state()) {
            case PENDING -> Cause.IN_FLIGHT;
            case RETRYING -> Cause.RETRYING;
            case DEADLETTER -> Cause.DEAD_LETTERED;
            case DONE ->
                event.payload().equals(row) ? Cause.CHANGED_IN_GRAPH : row.isEmpty() ? Cause.DELETED : Cause.NEVER_SENT;
        };
        return new Explanation(cause, Optional.of(event.id()));
    }

    private static Cause withoutEvent(Optional<ElementState> row, List<GraphElement> found) {
        boolean madeByAnEvent = found.stream().anyMatch(element -> element.seq().isPresent());
        if (row.isEmpty()) {
            return madeByAnEvent ? Cause.DELETED : Cause.CHANGED_IN_GRAPH;
        }
        return madeByAnEvent ? Cause.UNKNOWN : Cause.NEVER_SENT;
    }
}
