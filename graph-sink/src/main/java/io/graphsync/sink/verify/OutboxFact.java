package io.graphsync.sink.verify;

import java.util.Optional;
import java.util.UUID;

/**
 * The newest outbox row of an element.
 *
 * @param id the event's id
 * @param seq its version
 * @param state what became of it
 * @param payload what it says of the element; empty where it is a delete
 */
record OutboxFact(UUID id, long seq, State state, Optional<ElementState> payload) {
    /** As {@code graph_outbox_status} has it. */
    enum State {
        PENDING,
        RETRYING,
        DEADLETTER,
        DONE
    }
}
