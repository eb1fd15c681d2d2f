package io.graphsync.sink.verify;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.GraphSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which version of an element a graph holds. Opening it contacts nobody. */
public final class ElementVersions implements AutoCloseable {
    private static final Map<String, String> STATEMENTS = Map.of(
            "conversation", "MATCH (n:Conversation {id: $first}) RETURN n.seq AS seq",
            "message", "MATCH (n:Message {id: $first}) RETURN n.seq AS seq",
            "feedback", "MATCH (:User {id: $first})-[f:GAVE_FEEDBACK]->(:Message {id: $second}) RETURN f.seq AS seq");
    private static final String TOMBSTONE = "MATCH (n:GraphsyncTombstone {key: $key}) RETURN n.seq AS seq";

    private final GraphConnection graph;

    private ElementVersions(GraphConnection graph) {
        this.graph = graph;
    }

    /** Prepares to ask a graph. */
    public static ElementVersions open(GraphSettings settings) {
        return new ElementVersions(GraphConnection.open(settings));
    }

    /**
     * Returns the highest version that is known of an element: its own, or that of its delete. Of elements of an operator's
     * own event types only deletes are known.
     *
     * @param topic last part of the event topic's name, such as {@code message}
     * @param identity the values that name the element, in the event type's order
     * @throws VerifyException if the graph can't be asked
     */
    public Optional<Long> version(String topic, List<String> identity) {
        GraphReader reader = new GraphReader(graph);
        String key = topic + ":" + String.join(":", identity);
        try {
            Optional<Long> deleted = seq(reader.read(TOMBSTONE, Map.of("key", key)));
            String statement = STATEMENTS.get(topic);
            if (statement == null || identity.isEmpty()) {
                return deleted;
            }
            Map<String, Object> parameters = Map.of("first", identity.getFirst(), "second", identity.getLast());
            Optional<Long> own = seq(reader.read(statement, parameters));
            return own.flatMap(seq -> Optional.of(Math.max(seq, deleted.orElse(0L))))
                    .or(() -> deleted);
        } catch (GraphFailure failure) {
            throw new VerifyException("Neo4j can't be read: " + failure.getMessage(), failure);
        }
    }

    private static Optional<Long> seq(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> row.get("seq"))
                .filter(Long.class::isInstance)
                .map(Long.class::cast)
                .max(Long::compare);
    }

    @Override
    public void close() {
        graph.close();
    }
}
