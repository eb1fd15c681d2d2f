package io.graphsync.outbox.type;

import java.util.Map;
import java.util.Optional;

/**
 * A payload that satisfies its {@link EventType}. Values have the Java types that {@link FieldRule.Kind} names.
 *
 * @param values the fields that hold a value; null ones are left out
 */
public record Payload(Map<String, Object> values) {
    /** Copies the map. */
    public Payload {
        values = Map.copyOf(values);
    }

    /** Returns a field's value, empty where it is null or absent. */
    public Optional<Object> value(String field) {
        return Optional.ofNullable(values.get(field));
    }

    /** Returns the text of a field that the type requires. */
    public String text(String field) {
        return value(field)
                .map(Object::toString)
                .orElseThrow(() -> new IllegalArgumentException("the payload has no field " + field));
    }
}
