package io.graphsync.sink.verify;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the graph holds. Each question reads a page along the index of the id. Safe for use by many threads. */
final class GraphSide {
    /** More than the largest range of rows has, so that one page is enough where the graph is right. */
    private static final int PAGE = RangeSize.MOST + 500;

    /** Makes of a text the one that follows it: with one bound that is always inclusive, Neo4j plans one statement less. */
    private static final String NEXT = "\0";

    private static final String CONVERSATION = """
            RETURN n.id AS id, n.seq AS seq, n.title AS title, n.updated_at AS updated_at,
              [(n)<-[:OWNS]-(u) | u.id] AS owners,
              COLLECT { MATCH (n)-[h:HAS_TOPIC]->(t) RETURN [t.name, h.sub_topic,
                coalesce(h.topic = t.name, false) AND (h.sub_topic IS NULL
                  OR EXISTS { (t)-[:HAS_SUBTOPIC]->(s:SubTopic) WHERE s.name = h.sub_topic })] } AS topics
            """;

    private static final String MESSAGE = """
            RETURN n.id AS id, n.seq AS seq, n.type AS type, n.created_at AS created_at,
              [(n)<-[:HAS_MESSAGE]-(c) | c.id] AS conversations
            """;

    private static final String FEEDBACK = """
            MATCH (n)<-[f:GAVE_FEEDBACK]-(u)
            RETURN n.id AS id, u.id AS user, f.type AS type, f.score AS score, f.at AS at, f.seq AS seq
            """;

    private final GraphReader graph;
    private final LongestQuestion longest = new LongestQuestion();

    private GraphSide(GraphReader graph) {
        this.graph = graph;
    }

    /**
     * Contacts a graph: how long that takes is not how long a question keeps it busy.
     *
     * @throws VerifyException if it can't be read
     */
    static GraphSide of(GraphConnection connection) {
        try {
            connection.contact();
        } catch (GraphFailure failure) {
            throw unreadable(failure);
        }
        return new GraphSide(new GraphReader(connection));
    }

    /** Reads a range, in the order of the keys. */
    void read(Subject subject, KeyRange range, Consumer<GraphElement> each) {
        Map<String, Object> parameters = new HashMap<>(Map.of("size", PAGE));
        range.upTo().ifPresent(last -> parameters.put("last", last));
        // Both bounds stand in the statement, so that Neo4j reads no further than the range along its index.
        String to = range.upTo().isEmpty() ? "" : " AND n.id <= $last";
        String from = range.after().isEmpty() ? "" : range.after() + NEXT;
        int skip = 0;
        List<Map<String, Object>> rows;
        do {
            parameters.put("from", from);
            parameters.put("skip", skip);
            rows = ask(
                    "MATCH (n:" + label(subject) + ") WHERE n.id >= $from" + to + " WITH n ORDER BY n.id "
                            + columns(subject) + "ORDER BY id SKIP $skip LIMIT $size",
                    parameters);
            // Nodes may share an id where a constraint is missing: the next page begins with it, past as many as were
            // read.
            for (Map<String, Object> row : rows) {
                skip = id(row).equals(from) ? skip + 1 : 1;
                from = id(row);
                each.accept(map(subject, row));
            }
        } while (rows.size() == PAGE);
    }

    /** Reads some elements; several where the graph has one more than once. */
    Map<ElementState.Key, List<GraphElement>> some(Subject subject, Collection<ElementState.Key> keys) {
        List<String> ids = keys.stream().map(ElementState.Key::id).distinct().toList();
        Map<ElementState.Key, List<GraphElement>> found = new HashMap<>();
        ask("MATCH (n:" + label(subject) + ") WHERE n.id IN $ids WITH n " + columns(subject), Map.of("ids", ids))
                .forEach(row -> {
                    GraphElement element = map(subject, row);
                    found.computeIfAbsent(element.state().key(), any -> new ArrayList<>())
                            .add(element);
                });
        found.keySet().retainAll(keys);
        return found;
    }

    /** Reads Neo4j's own count. */
    long count(Subject subject) {
        return subject == Subject.FEEDBACK ? count("()-[n:GAVE_FEEDBACK]->()") : nodes(label(subject));
    }

    /** The same of the nodes of a label. */
    long nodes(String label) {
        return count("(n:" + label + ")");
    }

    private long count(String pattern) {
        return column("MATCH " + pattern + " RETURN count(n)", Map.of()).stream()
                .mapToLong(count -> (Long) count)
                .sum();
    }

    /** Returns one column of a statement's rows. */
    List<Object> column(String cypher, Map<String, Object> parameters) {
        List<Object> values = new ArrayList<>();
        ask(cypher, parameters).forEach(row -> values.addAll(row.values()));
        return values;
    }

    /** Returns the question that took longest. */
    Question longest() {
        return longest.get();
    }

    private List<Map<String, Object>> ask(String cypher, Map<String, Object> parameters) {
        long began = System.nanoTime();
        try {
            return graph.read(cypher, parameters);
        } catch (GraphFailure failure) {
            throw unreadable(failure);
        } finally {
            longest.ended(cypher, began);
        }
    }

    private static VerifyException unreadable(GraphFailure failure) {
        return new VerifyException("Neo4j can't be read: " + failure.getMessage(), failure);
    }

    private static String label(Subject subject) {
        return subject == Subject.CONVERSATION ? "Conversation" : "Message";
    }

    private static String columns(Subject subject) {
        return switch (subject) {
            case CONVERSATION -> CONVERSATION;
            case MESSAGE -> MESSAGE;
            case FEEDBACK -> FEEDBACK;
            case USER, TOPIC, SUB_TOPIC, HAS_SUBTOPIC -> throw new IllegalArgumentException(subject + " has no id");
        };
    }

    private static GraphElement map(Subject subject, Map<String, Object> row) {
        return switch (subject) {
            case CONVERSATION -> conversation(row);
            case MESSAGE -> message(row);
            case FEEDBACK -> feedback(row);
            case USER, TOPIC, SUB_TOPIC, HAS_SUBTOPIC -> throw new IllegalArgumentException(subject + " has no id");
        };
    }

    private static GraphElement conversation(Map<String, Object> row) {
        Map<String, Object> properties = some(row, "title", "owners");
        properties.put("known", row.get("seq") != null);
        properties.put("updated_at", instant(row.get("updated_at")));
        List<Object> topics = new ArrayList<>();
        for (Object pair : list(row, "topics")) {
            List<?> names = (List<?>) pair;
            topics.add(names.subList(0, 2).stream().filter(name -> name != null).toList());
            if (!Boolean.TRUE.equals(names.get(2))) {
                // The names on the relationship, or HAS_SUBTOPIC behind it, do not fit.
                properties.put("topic_is_whole", false);
            }
        }
        properties.put("topics", topics);
        return element(id(row), "", properties, row.get("seq"));
    }

    private static GraphElement message(Map<String, Object> row) {
        Map<String, Object> properties = some(row, "type", "conversations");
        properties.put("known", row.get("seq") != null);
        properties.put("created_at", instant(row.get("created_at")));
        return element(id(row), "", properties, row.get("seq"));
    }

    private static GraphElement feedback(Map<String, Object> row) {
        Map<String, Object> properties = some(row, "type");
        if (row.get("score") instanceof Number score) {
            properties.put("score", score.doubleValue());
        }
        properties.put("at", instant(row.get("at")));
        return element(id(row), String.valueOf(row.get("user")), properties, row.get("seq"));
    }

    private static GraphElement element(String id, String user, Map<String, Object> properties, @Nullable Object seq) {
        return new GraphElement(
                new ElementState(new ElementState.Key(id, user), properties),
                seq instanceof Long version ? Optional.of(version) : Optional.empty());
    }

    private static String id(Map<String, Object> row) {
        return String.valueOf(row.get("id"));
    }

    private static List<?> list(Map<String, Object> row, String name) {
        return row.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Map<String, Object> some(Map<String, Object> row, String... names) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : names) {
            Object value = row.get(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    private static Object instant(@Nullable Object value) {
        return value instanceof ZonedDateTime time
                ? time.toInstant().truncatedTo(ChronoUnit.MICROS)
                : value == null ? Instant.MIN : value;
    }
}
