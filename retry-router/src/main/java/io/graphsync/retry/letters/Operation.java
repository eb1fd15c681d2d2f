package io.graphsync.retry.letters;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What an operator does with dead letters, as the audit topic keeps it.
 *
 * @param id one for all records of one command
 * @param who user and host
 * @param command such as {@code dlt redrive}
 * @param topic where the letters are
 * @param note why, in the operator's words
 * @param filter what was asked for, by name
 */
public record Operation(UUID id, String who, String command, String topic, String note, Map<String, String> filter) {
    /** Copies the filter. */
    public Operation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(who, "who");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(note, "note");
        filter = Map.copyOf(filter);
    }
}
