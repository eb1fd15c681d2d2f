package io.graphsync.sink.offline;

import java.util.Map;
import java.util.Optional;

/**
 * An event as it waits for the files to be written.
 *
 * @param isDelete whether it takes the element away
 * @param seq the element's version
 * @param fields the payload's values as text, without those that are null
 */
record StoredEvent(boolean isDelete, long seq, Map<String, String> fields) {
    /** Returns a field that every valid event of the type has. */
    String required(String field) {
        return optional(field).orElseThrow(() -> new IllegalStateException("a valid event without " + field));
    }

    /** Returns a field, empty where it is absent or null. */
    Optional<String> optional(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Returns a field, empty where it is absent, null or the empty text. */
    Optional<String> text(String field) {
        return optional(field).filter(value -> !value.isEmpty());
    }
}
