package io.graphsync.sink.mapping;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A valid event, ready to be written.
 *
 * @param id the event's id
 * @param template how its type is written
 * @param element the graph element that it sets: the type's topic and the identity, joined by {@code :}
 * @param seq the element's version
 * @param committedAt when the change was committed
 * @param row the payload's values, {@code seq} and {@code element}
 */
public record MappedEvent(
        UUID id, EventTemplate template, String element, long seq, Instant committedAt, Map<String, Object> row) {
    /** Copies the row. */
    public MappedEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(committedAt, "committedAt");
        row = Map.copyOf(row);
    }
}
