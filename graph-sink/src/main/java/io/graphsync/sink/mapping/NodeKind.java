package io.graphsync.sink.mapping;

import java.util.Objects;

/**
 * The nodes of one label, and the property that tells them apart; a uniqueness constraint is expected on it.
 *
 * @param label the node label
 * @param property the identifying property
 */
public record NodeKind(String label, String property) {
    /** Checks that both are there. */
    public NodeKind {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(property, "property");
    }

    @Override
    public String toString() {
        return label + "." + property;
    }
}
