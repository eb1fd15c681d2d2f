package io.graphsync.source.route;

import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.OutboxEvent;
import java.util.List;

/** One row of {@code graph_outbox} as it was read, whether or not it is fit to travel. */
public sealed interface OutboxRow extends Captured {
    /** The row as an event; of an unfit row as much of it as could be read, with placeholders for the rest. */
    OutboxEvent event();

    /** A row whose columns can be read; its payload is not yet validated. */
    record Wellformed(OutboxEvent event) implements OutboxRow {}

    /**
     * A row with columns that no event can have.
     *
     * @param problems the columns and what is wrong with each; at least one
     */
    record Malformed(OutboxEvent event, List<FieldProblem> problems) implements OutboxRow {
        /** Copies the problems. */
        public Malformed {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A row whose payload was left in the database because no topic takes it.
     *
     * @param event the row; its payload is empty
     * @param payloadBytes size of the payload's text
     */
    record Oversized(OutboxEvent event, long payloadBytes) implements OutboxRow {}
}
