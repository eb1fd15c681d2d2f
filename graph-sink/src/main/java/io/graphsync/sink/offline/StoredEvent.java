package io.graphsync.sink.offline;

import java.util.Map;
import java.util.Optional;

/**
 * An event as it waits for the files to be written.
 *
 * @param isDelete whether it takes the element away
 * @param seq the element's version
 * @param fields the values as text, without those that are null
 */
record StoredEvent(boolean isDelete, long seq, Map<StoredField, String> fields) {
    /** Returns a field that every valid event of the type has. */
    String required(StoredField field) {
        return optional(field).orElseThrow(() -> new IllegalStateException("a valid event without " + field.column()));
    }

    /** Returns a field, empty where it is absent or null. */
    Optional<String> optional(StoredField field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Returns a field, empty where it is absent, null or the empty text. */
    Optional<String> text(StoredField field) {
        return optional(field).filter(value -> !value.isEmpty());
    }
}
