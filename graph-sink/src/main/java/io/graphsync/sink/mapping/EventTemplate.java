package io.graphsync.sink.mapping;

import io.graphsync.outbox.type.EventType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the events of one type are written.
 *
 * @param type the event type
 * @param cypher a statement that takes {@code $batch.rows} and returns {@code applied}, the seq of each row that it applied
 * @param touches the nodes to lock, to make and, where nothing holds them in the end, to remove
 * @param detaches the relationships that may be taken away
 * @param holds whether an applied row leaves each touched node with a {@code seq} or with a relationship, so that nobody
 *     needs to look whether something holds it
 * @param load a statement like {@code cypher} that applies only rows of elements which the graph has never heard of, for a
 *     rebuild; empty where there is none
 * @param create the same for a batch of which the graph has heard of no element, and which fails by a uniqueness constraint where it
 *     has; empty where there is none
 * @param origin where the statement was read, for messages
 */
public record EventTemplate(
        EventType type,
        String cypher,
        List<TouchedNode> touches,
        List<Detachment> detaches,
        boolean holds,
        Optional<String> load,
        Optional<String> create,
        String origin) {
    /** Copies the lists. */
    public EventTemplate {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(cypher, "cypher");
        Objects.requireNonNull(load, "load");
        Objects.requireNonNull(create, "create");
        Objects.requireNonNull(origin, "origin");
        touches = List.copyOf(touches);
        detaches = List.copyOf(detaches);
    }

    /** Returns whether the statement is the one that comes with this module, and not an operator's. */
    public boolean isBuiltIn() {
        return origin.equals(type.name() + ".cypher");
    }
}
