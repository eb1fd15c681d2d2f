package io.graphsync.verification.chaos.judge;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.GraphSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the version of each element in the graph with the newest event of the outbox: two events may say the same, and
 * only the version tells which of them had the last word.
 */
final class Versions {
    private record Kind(String name, String newest, String stored) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "conversation",
                    "SELECT payload->>'conversation_id', max(seq) FROM graph_outbox"
                            + " WHERE event_type = 'conversation_upsert' GROUP BY 1",
                    "MATCH (c:Conversation) WHERE c.seq IS NOT NULL RETURN c.id AS id, c.seq AS seq"),
            new Kind(
                    "message",
                    "SELECT payload->>'message_id', max(seq) FROM graph_outbox"
                            + " WHERE event_type = 'message_upsert' GROUP BY 1",
                    "MATCH (m:Message) WHERE m.seq IS NOT NULL RETURN m.id AS id, m.seq AS seq"),
            new Kind(
                    "feedback",
                    "SELECT (payload->>'user_id') || ':' || (payload->>'message_id'), max(seq) FROM graph_outbox"
                            + " WHERE event_type = 'feedback' GROUP BY 1",
                    "MATCH (u:User)-[f:GAVE_FEEDBACK]->(m:Message)" + " RETURN u.id + ':' + m.id AS id, f.seq AS seq"));

    private Versions() {}

    /** Says of each element that has another version what it should have. */
    static List<String> differences(Connection rows, GraphSettings graph) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (GraphConnection connection = GraphConnection.open(graph)) {
            GraphReader reader = new GraphReader(connection);
            for (Kind kind : KINDS) {
                compare(kind, newest(rows, kind), reader.read(kind.stored(), Map.of()), differences);
            }
        } catch (GraphFailure failure) {
            throw new IllegalStateException("Neo4j can't be read: " + failure.getMessage(), failure);
        }
        return differences;
    }

    private static void compare(
            Kind kind, Map<String, Long> newest, List<Map<String, Object>> stored, List<String> differences) {
        for (Map<String, Object> element : stored) {
            String id = String.valueOf(element.get("id"));
            Object seq = element.get("seq");
            Long expected = newest.get(id);
            if (expected == null || !expected.equals(seq)) {
                differences.add(kind.name() + " " + id + " is of version " + seq + ", its newest event of " + expected);
            }
        }
    }

    private static Map<String, Long> newest(Connection rows, Kind kind) throws SQLException {
        Map<String, Long> newest = new HashMap<>();
        try (Statement statement = rows.createStatement();
                ResultSet row = statement.executeQuery(kind.newest())) {
            while (row.next()) {
                newest.put(String.valueOf(row.getString(1)), row.getLong(2));
            }
        }
        return newest;
    }
}
