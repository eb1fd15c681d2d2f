package io.graphsync.sink.write;

import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.NodeKind;
import io.graphsync.sink.mapping.TouchedNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A growing set of nodes, those of a kind in the one order in which all writers lock them. */
final class NodeKeys {
    private static final Comparator<Object> ORDER = Comparator.comparing(Object::toString)
            .thenComparing(key -> key.getClass().getName());

    private final Map<NodeKind, SortedSet<Object>> keys = new HashMap<>();

    /** Adds a node; a key that is empty text names none. */
    void add(NodeKind kind, Object key) {
        if (!key.equals("")) {
            keys.computeIfAbsent(kind, any -> new TreeSet<>(ORDER)).add(key);
        }
    }

    /** Adds the nodes that an event touches. */
    void addAllOf(MappedEvent event) {
        for (TouchedNode node : event.template().touches()) {
            keyOf(event, node).ifPresent(key -> add(node.kind(), key));
        }
    }

    /** Returns the key of a node that an event touches, empty where its field holds nothing. */
    static Optional<Object> keyOf(MappedEvent event, TouchedNode node) {
        return Optional.ofNullable(event.row().get(node.field()));
    }

    /** Returns the keys of a kind in order, for use as a parameter. */
    List<Object> of(NodeKind kind) {
        SortedSet<Object> found = keys.get(kind);
        return found == null ? List.of() : new ArrayList<>(found);
    }
}
