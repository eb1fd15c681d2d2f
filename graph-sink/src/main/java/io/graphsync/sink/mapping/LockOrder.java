package io.graphsync.sink.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which all writers lock nodes, whatever they write, so that they never wait for each other in a circle. A
 * kind stands before those of its neighbours from which it may be detached: who they are is read only when the node
 * itself is locked. Otherwise the order is that of the labels.
 */
final class LockOrder {
    /** Whoever leaves a topic may leave its sub topic with it: that one is found together with the topic. */
    private static final Map<String, String> FOUND_WITH = Map.of("SubTopic", "Topic");

    private LockOrder() {}

    /** Returns the kinds of nodes in locking order; empty where detachments lead in a circle. */
    static Optional<List<NodeKind>> of(Collection<EventTemplate> templates) {
        Map<String, NodeKind> kinds = new TreeMap<>();
        Map<String, Set<String>> before = new TreeMap<>();
        for (EventTemplate template : templates) {
            template.touches().forEach(node -> kinds.put(node.kind().label(), node.kind()));
            for (Detachment detachment : template.detaches()) {
                NodeKind neighbour = detachment.neighbour();
                kinds.put(neighbour.label(), neighbour);
                before.computeIfAbsent(neighbour.label(), label -> new TreeSet<>())
                        .add(detachment.from().kind().label());
            }
        }
        FOUND_WITH.forEach((label, earlier) ->
                before.computeIfAbsent(label, any -> new TreeSet<>()).add(earlier));
        List<NodeKind> order = new ArrayList<>();
        while (!kinds.isEmpty()) {
            Optional<String> next = kinds.keySet().stream()
                    .filter(label ->
                            before.getOrDefault(label, Set.of()).stream().noneMatch(kinds::containsKey))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            order.add(kinds.get(next.get()));
            kinds.remove(next.get());
        }
        return Optional.of(order);
    }
}
