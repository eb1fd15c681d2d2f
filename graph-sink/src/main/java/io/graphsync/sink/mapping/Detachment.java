package io.graphsync.sink.mapping;

import java.util.Objects;

/**
 * Relationships that an event may take away from a node it touches. Who was at the other end is not in the event, and
 * must be locked and perhaps removed too.
 *
 * @param from the touched node
 * @param relationship the relationship's type
 * @param outgoing whether it leads away from the touched node
 * @param neighbour the nodes at the other end
 */
public record Detachment(TouchedNode from, String relationship, boolean outgoing, NodeKind neighbour) {
    /** Checks that all are there. */
    public Detachment {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(relationship, "relationship");
        Objects.requireNonNull(neighbour, "neighbour");
    }
}
