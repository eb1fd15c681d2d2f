package io.graphsync.sink.verify;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphReader;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** What the graph holds, in the order of the ids; reads it page by page along the index of the id. */
final class GraphSide {
    private static final int PAGE = 2_000;
    private static final String CONVERSATIONS = """
            MATCH (n:Conversation) WHERE n.id >= $after
            WITH n ORDER BY n.id SKIP $skip LIMIT $size
            RETURN n.id AS id, n.title AS title, n.updated_at AS updated_at, n.seq IS NOT NULL AS known,
              COLLECT { MATCH (n)<-[:OWNS]-(u) RETURN u.id ORDER BY u.id } AS owners,
              COLLECT { MATCH (n)-[h:HAS_TOPIC]->(t) RETURN [t.name, h.sub_topic] } AS topics
            ORDER BY id
            """;
    private static final String MESSAGES = """
            MATCH (n:Message) WHERE n.id >= $after
            WITH n ORDER BY n.id SKIP $skip LIMIT $size
            RETURN n.id AS id, n.type AS type, n.created_at AS created_at, n.seq IS NOT NULL AS known,
              COLLECT { MATCH (n)<-[:HAS_MESSAGE]-(c) RETURN c.id ORDER BY c.id } AS conversations
            ORDER BY id
            """;
    private static final String FEEDBACK = """
            MATCH (n:Message) WHERE n.id >= $after
            WITH n ORDER BY n.id SKIP $skip LIMIT $size
            RETURN n.id AS id,
              COLLECT { MATCH (n)<-[f:GAVE_FEEDBACK]-(u) RETURN {user: u.id, type: f.type, score: f.score, at: f.at} }
                AS feedback
            ORDER BY id
            """;

    private final GraphReader graph;

    GraphSide(GraphReader graph) {
        this.graph = graph;
    }

    Iterator<ElementState> conversations() {
        return new Pages(CONVERSATIONS, row -> {
            Map<String, Object> properties = some(row, "title", "owners", "known");
            properties.put("updated_at", instant(row.get("updated_at")));
            List<Object> topics = new ArrayList<>();
            for (Object pair : (List<?>) required(row, "topics")) {
                List<?> names = (List<?>) pair;
                topics.add(names.stream().filter(name -> name != null).toList());
            }
            properties.put("topics", topics);
            return List.of(new ElementState(new ElementState.Key(id(row), ""), properties));
        });
    }

    Iterator<ElementState> messages() {
        return new Pages(MESSAGES, row -> {
            Map<String, Object> properties = some(row, "type", "conversations", "known");
            properties.put("created_at", instant(row.get("created_at")));
            return List.of(new ElementState(new ElementState.Key(id(row), ""), properties));
        });
    }

    Iterator<ElementState> feedback() {
        return new Pages(FEEDBACK, row -> {
            List<ElementState> states = new ArrayList<>();
            for (Object given : (List<?>) required(row, "feedback")) {
                Map<?, ?> feedback = (Map<?, ?>) given;
                Map<String, Object> properties = some(feedback, "type");
                if (feedback.get("score") instanceof Number score) {
                    properties.put("score", score.doubleValue());
                }
                properties.put("at", instant(feedback.get("at")));
                String user = String.valueOf(feedback.get("user"));
                states.add(new ElementState(new ElementState.Key(id(row), user), properties));
            }
            states.sort(Comparator.comparing(ElementState::key));
            return states;
        });
    }

    /** Returns one column of a statement's rows. */
    List<Object> column(String cypher) {
        try {
            List<Object> values = new ArrayList<>();
            for (Map<String, Object> row : graph.read(cypher, Map.of())) {
                values.addAll(row.values());
            }
            return values;
        } catch (GraphFailure failure) {
            throw unreadable(failure);
        }
    }

    private static VerifyException unreadable(GraphFailure failure) {
        return new VerifyException("Neo4j can't be read: " + failure.getMessage(), failure);
    }

    private static String id(Map<String, Object> row) {
        return String.valueOf(row.get("id"));
    }

    private static Object required(Map<String, Object> row, String name) {
        Object value = row.get(name);
        if (value == null) {
            throw new IllegalStateException("the statement returned no " + name);
        }
        return value;
    }

    private static Map<String, Object> some(Map<?, ?> row, String... names) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : names) {
            Object value = row.get(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return properties;
    }

    private static Object instant(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof ZonedDateTime time
                ? time.toInstant().truncatedTo(ChronoUnit.MICROS)
                : value == null ? Instant.MIN : value;
    }

    /**
     * Reads on from the last id, that id included, past as many of it as were read: so nothing is lost where an id
     * stands twice and a page ends between the two.
     */
    private final class Pages implements Iterator<ElementState> {
        private final String statement;
        private final Function<Map<String, Object>, List<ElementState>> mapper;
        private Iterator<ElementState> page = List.<ElementState>of().iterator();
        private String after = "";
        private int skip;
        private boolean last;

        Pages(String statement, Function<Map<String, Object>, List<ElementState>> mapper) {
            this.statement = statement;
            this.mapper = mapper;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && !last) {
                readPage();
            }
            return page.hasNext();
        }

        @Override
        public ElementState next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }

        private void readPage() {
            try {
                List<ElementState> states = new ArrayList<>();
                List<Map<String, Object>> rows =
                        graph.read(statement, Map.of("after", after, "skip", skip, "size", PAGE));
                for (Map<String, Object> row : rows) {
                    skip = id(row).equals(after) ? skip + 1 : 1;
                    after = id(row);
                    states.addAll(mapper.apply(row));
                }
                last = rows.size() < PAGE;
                page = states.iterator();
            } catch (GraphFailure failure) {
                throw unreadable(failure);
            }
        }
    }
}
