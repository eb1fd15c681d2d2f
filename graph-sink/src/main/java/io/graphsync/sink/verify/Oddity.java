package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something in the graph that its own rules forbid, whatever the rows are: what nothing refers to, or what has no id.
 *
 * @param subject of what kind
 * @param key its id or name, or Neo4j's own id of it where it has none of ours
 */
public record Oddity(Subject subject, String key) {
    /** So many nodes at a time, that no question takes long in a large graph. */
    private static final int PAGE = 50_000;

    /** Nodes that go between two questions move those behind them to the page before. */
    private static final int OVERLAP = 1_000;

    /** More of one kind need not be told one by one. */
    private static final int MOST = 10_000;

    /**
     * Nodes of a label that no graph of ours has.
     *
     * @param property that names a node, if it is text
     * @param condition of Cypher, on {@code n}
     */
    record Rule(Subject subject, String label, String property, String condition) {
        private String page() {
            return "MATCH (n:%1$s) WITH n SKIP $skip LIMIT $size WHERE %3$s RETURN CASE WHEN n.%2$s IS :: STRING NOT NULL THEN n.%2$s ELSE elementId(n) END"
                    .formatted(label, property, condition);
        }
    }

    private static final String NO_ID = "NOT (n.id IS :: STRING NOT NULL)";

    /** All of them. */
    static final List<Rule> NODES = List.of(
            new Rule(Subject.CONVERSATION, "Conversation", "id", NO_ID),
            new Rule(Subject.MESSAGE, "Message", "id", NO_ID),
            new Rule(Subject.USER, "User", "id", "NOT EXISTS { (n)--() }"),
            new Rule(Subject.TOPIC, "Topic", "name", "NOT EXISTS { (n)<-[:HAS_TOPIC]-() }"),
            new Rule(Subject.SUB_TOPIC, "SubTopic", "name", "NOT EXISTS { (n)<-[:HAS_SUBTOPIC]-() }"));

    private static final List<String> PAIRS = List.of(
            "MATCH (t)-[:HAS_SUBTOPIC]->(s)"
                    + " WHERE NOT EXISTS { ()-[:HAS_TOPIC {topic: t.name, sub_topic: s.name}]->() }"
                    + " RETURN coalesce(t.name, '') + ' > ' + coalesce(s.name, '')",
            "MATCH (t)-[r:HAS_SUBTOPIC]->(s) WITH t, s, count(r) AS n WHERE n > 1"
                    + " RETURN coalesce(t.name, '') + ' > ' + coalesce(s.name, '')");

    /** Returns what a graph has of them, of each kind the first. */
    static Set<Oddity> find(GraphSide graph) {
        return find(graph, EnumSet.allOf(Subject.class));
    }

    /** Returns those of some that are still there. */
    static List<Oddity> lasting(Set<Oddity> found, GraphSide graph) {
        EnumSet<Subject> kinds = EnumSet.noneOf(Subject.class);
        found.forEach(oddity -> kinds.add(oddity.subject()));
        Set<Oddity> again = find(graph, kinds);
        return found.stream().filter(again::contains).toList();
    }

    private static Set<Oddity> find(GraphSide graph, Collection<Subject> kinds) {
        Set<Oddity> found = new LinkedHashSet<>();
        NODES.stream().filter(rule -> kinds.contains(rule.subject())).forEach(rule -> found.addAll(nodes(graph, rule)));
        if (kinds.contains(Subject.HAS_SUBTOPIC)) {
            PAIRS.forEach(pairs -> add(graph.column(pairs, Map.of()), Subject.HAS_SUBTOPIC, found));
        }
        return found;
    }

    private static Set<Oddity> nodes(GraphSide graph, Rule rule) {
        Set<Oddity> found = new LinkedHashSet<>();
        long nodes = graph.nodes(rule.label());
        for (long from = 0; from < nodes && found.size() < MOST; from += PAGE) {
            Map<String, Object> page = Map.of("skip", Math.max(0, from - OVERLAP), "size", PAGE + OVERLAP);
            add(graph.column(rule.page(), page), rule.subject(), found);
        }
        return found;
    }

    private static void add(List<Object> keys, Subject subject, Set<Oddity> found) {
        keys.stream().limit(MOST).forEach(key -> found.add(new Oddity(subject, String.valueOf(key))));
    }
}
