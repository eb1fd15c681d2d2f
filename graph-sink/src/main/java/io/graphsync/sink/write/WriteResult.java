package io.graphsync.sink.write;

import io.graphsync.sink.mapping.MappedEvent;
import java.util.List;

/**
 * What a committed transaction did.
 *
 * @param applied the events that changed the graph
 * @param superseded how many were older than what the graph holds, or a repetition
 */
public record WriteResult(List<MappedEvent> applied, int superseded) {
    /** Copies the list. */
    public WriteResult {
        applied = List.copyOf(applied);
    }
}
