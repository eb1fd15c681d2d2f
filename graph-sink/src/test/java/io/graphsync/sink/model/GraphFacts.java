package io.graphsync.sink.model;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Value;

/** Reads a whole graph as the facts of {@link GraphModel}. What stands there twice is a fact of its own. */
public final class GraphFacts {
    private static final List<String> STATEMENTS = List.of(
            "MATCH (u:User) RETURN '(:User {id: %s})' AS f, [u.id] AS v",
            "MATCH (c:Conversation) RETURN '(:Conversation {id: %s, title: %s, updated_at: %s, seq: %s, title_seq: %s})'"
                    + " AS f, [c.id, c.title, c.updated_at, c.seq, c.title_seq] AS v",
            "MATCH (m:Message) RETURN '(:Message {id: %s, type: %s, created_at: %s, seq: %s})' AS f,"
                    + " [m.id, m.type, m.created_at, m.seq] AS v",
            "MATCH (t:Topic) RETURN '(:Topic {name: %s})' AS f, [t.name] AS v",
            "MATCH (s:SubTopic) RETURN '(:SubTopic {name: %s})' AS f, [s.name] AS v",
            "MATCH (d:GraphsyncTombstone) RETURN '(:GraphsyncTombstone {key: %s, seq: %s, deleted_at: %s})' AS f,"
                    + " [d.key, d.seq, d.deleted_at] AS v",
            "MATCH (u)-[:OWNS]->(c) RETURN '(:User %s)-[:OWNS]->(:Conversation %s)' AS f, [u.id, c.id] AS v",
            "MATCH (c)-[:HAS_MESSAGE]->(m) RETURN '(:Conversation %s)-[:HAS_MESSAGE]->(:Message %s)' AS f,"
                    + " [c.id, m.id] AS v",
            "MATCH (c)-[h:HAS_TOPIC]->(t) RETURN"
                    + " '(:Conversation %s)-[:HAS_TOPIC {topic: %s, sub_topic: %s}]->(:Topic %s)' AS f,"
                    + " [c.id, h.topic, h.sub_topic, t.name] AS v",
            "MATCH (t)-[:HAS_SUBTOPIC]->(s) RETURN '(:Topic %s)-[:HAS_SUBTOPIC]->(:SubTopic %s)' AS f,"
                    + " [t.name, s.name] AS v",
            "MATCH (u)-[g:GAVE_FEEDBACK]->(m) RETURN"
                    + " '(:User %s)-[:GAVE_FEEDBACK {type: %s, score: %s, at: %s, seq: %s}]->(:Message %s)' AS f,"
                    + " [u.id, g.type, toFloat(g.score), g.at, g.seq, m.id] AS v");

    private GraphFacts() {}

    /** Returns everything that stands in the graph. */
    public static SortedSet<String> read(Driver driver) {
        SortedSet<String> facts = new TreeSet<>();
        try (Session session = driver.session()) {
            for (String statement : STATEMENTS) {
                for (Record row : session.run(statement).list()) {
                    String fact = fact(row);
                    while (!facts.add(fact)) {
                        fact = fact + " once more";
                    }
                }
            }
        }
        return facts;
    }

    private static String fact(Record row) {
        List<Object> values = new ArrayList<>();
        for (Value value : row.get("v").values()) {
            values.add(
                    value.isNull()
                            ? "null"
                            : value.asObject() instanceof ZonedDateTime time
                                    ? time.toInstant().toString()
                                    : value.asObject());
        }
        return String.format(row.get("f").asString(), values.toArray());
    }

    /** Empties the graph; its schema stays. */
    public static void clear(Driver driver) {
        try (Session session = driver.session()) {
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
                    .consume();
        }
    }

    /** Takes away every constraint and index. */
    public static void dropSchema(Driver driver) {
        try (Session session = driver.session()) {
            session.run("SHOW CONSTRAINTS YIELD name")
                    .list()
                    .forEach(row -> session.run(
                                    "DROP CONSTRAINT `" + row.get("name").asString() + "`")
                            .consume());
            session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'")
                    .list()
                    .forEach(row -> session.run("DROP INDEX `" + row.get("name").asString() + "`")
                            .consume());
        }
    }

    /** Makes what the migrations make. */
    public static void createSchema(Driver driver) {
        Map<String, String> unique = Map.of(
                "User", "id",
                "Conversation", "id",
                "Message", "id",
                "Topic", "name",
                "SubTopic", "name",
                "GraphsyncTombstone", "key");
        try (Session session = driver.session()) {
            unique.forEach((label, property) -> session.run("CREATE CONSTRAINT IF NOT EXISTS FOR (n:" + label
                            + ") REQUIRE n." + property + " IS UNIQUE")
                    .consume());
            session.run("CREATE INDEX has_topic_pair_index IF NOT EXISTS"
                            + " FOR ()-[h:HAS_TOPIC]-() ON (h.topic, h.sub_topic)")
                    .consume();
            session.run("CALL db.awaitIndexes(60)").consume();
        }
    }
}
