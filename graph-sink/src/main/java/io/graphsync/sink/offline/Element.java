package io.graphsync.sink.offline;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one element come to, told to it by rising version. Says the same as the Cypher files of the built-in event
 * types: the newest event counts, except that a conversation keeps the newest title that came since it was deleted last.
 */
final class Element {
    private @Nullable StoredEvent live;
    private @Nullable StoredEvent titled;
    private @Nullable StoredEvent tombstone;

    void apply(StoredEvent event) {
        if (event.isDelete()) {
            tombstone = event;
            live = null;
            titled = null;
            return;
        }
        live = event;
        if (event.optional(StoredField.TITLE).isPresent()) {
            titled = event;
        }
    }

    /** Returns the event that made the element what it is; empty where it is deleted. */
    Optional<StoredEvent> live() {
        return Optional.ofNullable(live);
    }

    /** Returns the event that brought the title. */
    Optional<StoredEvent> titled() {
        return Optional.ofNullable(titled);
    }

    /** Returns the newest delete, which the graph remembers even where a newer event has brought the element back. */
    Optional<StoredEvent> tombstone() {
        return Optional.ofNullable(tombstone);
    }
}
