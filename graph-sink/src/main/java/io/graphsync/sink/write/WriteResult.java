package io.graphsync.sink.write;

import io.graphsync.sink.mapping.MappedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a committed transaction did.
 *
 * @param applied for each event of the batch, in its order: whether it changed the graph. Otherwise it was older than
 *     what the graph holds, or a repetition
 */
public record WriteResult(List<Boolean> applied) {
    /** Copies the list. */
    public WriteResult {
        applied = List.copyOf(applied);
    }

    static WriteResult of(List<MappedEvent> events, Set<MappedEvent> applied) {
        List<Boolean> changed = new ArrayList<>(events.size());
        events.forEach(event -> changed.add(applied.contains(event)));
        return new WriteResult(changed);
    }
}
