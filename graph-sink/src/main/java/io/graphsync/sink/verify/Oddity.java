package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Something in the graph that its own rules forbid, whatever the rows are: what nothing refers to, or what has no id.
 *
 * @param subject of what kind
 * @param key its id or name, or Neo4j's own id of it
 */
public record Oddity(Subject subject, String key) {
    private static final Map<Subject, List<String>> STATEMENTS = new EnumMap<>(Map.of(
            Subject.CONVERSATION,
            List.of("MATCH (n:Conversation) WHERE NOT coalesce(n.id IS :: STRING NOT NULL, false)"
                    + " RETURN toString(coalesce(n.id, elementId(n)))"),
            Subject.MESSAGE,
            List.of("MATCH (n:Message) WHERE NOT coalesce(n.id IS :: STRING NOT NULL, false)"
                    + " RETURN toString(coalesce(n.id, elementId(n)))"),
            Subject.USER,
            List.of("MATCH (n:User) WHERE NOT EXISTS { (n)--() } RETURN coalesce(n.id, elementId(n))"),
            Subject.TOPIC,
            List.of("MATCH (n:Topic) WHERE NOT EXISTS { (n)<-[:HAS_TOPIC]-() }"
                    + " RETURN coalesce(n.name, elementId(n))"),
            Subject.SUB_TOPIC,
            List.of("MATCH (n:SubTopic) WHERE NOT EXISTS { (n)<-[:HAS_SUBTOPIC]-() }"
                    + " RETURN coalesce(n.name, elementId(n))"),
            Subject.HAS_SUBTOPIC,
            List.of(
                    "MATCH (t)-[:HAS_SUBTOPIC]->(s)"
                            + " WHERE NOT EXISTS { ()-[:HAS_TOPIC {topic: t.name, sub_topic: s.name}]->() }"
                            + " RETURN coalesce(t.name, '') + ' > ' + coalesce(s.name, '')",
                    "MATCH (t)-[r:HAS_SUBTOPIC]->(s) WITH t, s, count(r) AS n WHERE n > 1"
                            + " RETURN coalesce(t.name, '') + ' > ' + coalesce(s.name, '')")));

    static List<Oddity> find(GraphSide graph) {
        List<Oddity> found = new ArrayList<>();
        STATEMENTS.forEach((subject, statements) -> statements.forEach(statement ->
                graph.column(statement).forEach(key -> found.add(new Oddity(subject, String.valueOf(key))))));
        return found;
    }
}
