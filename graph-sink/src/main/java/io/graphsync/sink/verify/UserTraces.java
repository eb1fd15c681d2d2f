package io.graphsync.sink.verify;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.GraphSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a graph holds of a user.
 *
 * @param relationships of the user's node: conversations owned and feedback given
 * @param node whether there is a node of the user
 * @param tombstones of deleted elements that name the user or were deleted with the user; they go by age
 */
public record UserTraces(boolean node, long relationships, long tombstones) {
    private static final String NODE = "MATCH (u:User {id: $user}) RETURN COUNT { (u)--() } AS relationships";
    private static final String TOMBSTONES = "MATCH (t:GraphsyncTombstone)"
            + " WHERE t.key STARTS WITH $prefix OR t.key IN $keys RETURN count(t) AS tombstones";

    /**
     * Asks a graph.
     *
     * @param elements keys of elements that were deleted with the user, such as {@code message:ID}
     * @throws VerifyException if the graph can't be asked
     */
    public static UserTraces find(GraphSettings settings, UUID user, Collection<String> elements) {
        try (GraphConnection graph = GraphConnection.open(settings)) {
            GraphReader reader = new GraphReader(graph);
            List<Map<String, Object>> nodes = reader.read(NODE, Map.of("user", user.toString()));
            List<Map<String, Object>> tombstones =
                    reader.read(TOMBSTONES, Map.of("prefix", "feedback:" + user + ":", "keys", List.copyOf(elements)));
            return new UserTraces(!nodes.isEmpty(), sum(nodes, "relationships"), sum(tombstones, "tombstones"));
        } catch (GraphFailure failure) {
            throw new VerifyException("Neo4j can't be read: " + failure.getMessage(), failure);
        }
    }

    private static long sum(List<Map<String, Object>> rows, String column) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(Long.class::isInstance)
                .mapToLong(Long.class::cast)
                .sum();
    }
}
