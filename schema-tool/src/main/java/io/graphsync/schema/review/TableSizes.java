package io.graphsync.schema.review;

import java.util.Map;
import java.util.Optional;

/**
 * How large relations are on the server that files are meant for, in bytes with their indexes and TOAST, by name with the
 * schema.
 */
public record TableSizes(Map<String, Long> bytes) {
    /** Where nothing is known of the server. */
    public static final TableSizes UNKNOWN = new TableSizes(Map.of());

    public TableSizes {
        bytes = Map.copyOf(bytes);
    }

    /** Of one relation. */
    public Optional<Long> of(String relation) {
        return Optional.ofNullable(bytes.get(relation));
    }
}
