package io.graphsync.sink.mapping;

import java.util.Objects;

/**
 * A node that every event of a type touches: {@code (:Label {property: field})} in the Cypher file.
 *
 * @param kind the label and the identifying property
 * @param field the payload's field that holds the property's value; where it is null or empty, no node is touched
 */
public record TouchedNode(NodeKind kind, String field) {
    /** Checks that both are there. */
    public TouchedNode {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(field, "field");
    }
}
