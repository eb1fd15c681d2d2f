package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * Some of the events of a rebuild.
 *
 * @param <E> what the target of the rebuild keeps of an event
 * @param part what they were read from, such as a topic
 * @param events in the order in which they were read
 * @param refused those that can't be applied
 * @param records how many records or rows were read
 * @param checkpoint from where to go on when they are written
 */
record Window<E>(String part, List<E> events, List<Refused> refused, long records, ObjectNode checkpoint) {
    Window {
        Objects.requireNonNull(part, "part");
        events = List.copyOf(events);
        refused = List.copyOf(refused);
        Objects.requireNonNull(checkpoint, "checkpoint");
    }

    /** Returns the same with other events. */
    Window<E> with(List<E> others) {
        return new Window<>(part, others, refused, records, checkpoint);
    }
}
