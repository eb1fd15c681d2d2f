package io.graphsync.sink.rebuild;

import io.graphsync.outbox.type.EventCatalog;
import java.util.Comparator;
import java.util.List;

/** In which order the topics of a catalog are read. Pure. */
final class TopicOrder {
    private TopicOrder() {}

    /**
     * Returns nodes before relationships, of which more fields are the identity: a relationship that came first would make its nodes,
     * and these would no longer be new when their own events come.
     */
    static List<String> nodesFirst(EventCatalog catalog) {
        return catalog.topics().stream()
                .sorted(Comparator.comparingInt(topic -> fields(catalog, topic)))
                .toList();
    }

    private static int fields(EventCatalog catalog, String topic) {
        return catalog.types().stream()
                .filter(type -> type.topic().equals(topic))
                .mapToInt(type -> type.identity().size())
                .max()
                .orElse(0);
    }
}
