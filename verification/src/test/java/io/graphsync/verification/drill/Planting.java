package io.graphsync.verification.drill;

import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.verify.Explanation.Cause;
import io.graphsync.verification.chaos.plan.App;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

/**
 * Makes a hundred elements differ, each for a reason that is known: changed in the graph, written or deleted without an event,
 * dead-lettered, waiting for another try, or with no event left that could tell. One thread.
 */
final class Planting {
    private static final Map<Subject, String> VICTIMS = Map.of(
            Subject.CONVERSATION,
            "SELECT id, '00000000-0000-0000-0000-000000000000'::uuid FROM conversations WHERE id > ? AND title LIKE 'conversation %' ORDER BY id LIMIT ?",
            Subject.MESSAGE,
            "SELECT m.id, '00000000-0000-0000-0000-000000000000'::uuid FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id"
                    + " WHERE m.id > ? AND c.title LIKE 'conversation %'"
                    + " AND NOT EXISTS (SELECT FROM feedback AS f WHERE f.message_id = m.id) ORDER BY m.id LIMIT ?",
            Subject.FEEDBACK,
            "SELECT f.message_id, f.user_id FROM feedback AS f JOIN messages AS m ON m.id = f.message_id"
                    + " JOIN conversations AS c ON c.id = m.conversation_id"
                    + " WHERE f.message_id > ? AND c.title LIKE 'conversation %' ORDER BY f.message_id LIMIT ?");
    private static final String THEM = "unnest(?::uuid[], ?::uuid[]) AS v (id, by)";
    private static final String OF = " FROM " + THEM;
    private static final String FOR_EACH = "UNWIND $victims AS v ";
    private static final UUID NOBODY = new UUID(0, 0);

    /** The history's ids are cut into so many parts, as a power of two. */
    private static final int PART_BITS = 5;

    private final Connection rows;
    private final Session graph;
    private final Random random;
    private final Map<String, String> planted = new TreeMap<>();
    private List<Victim> waiting = List.of();
    private long parts;

    Planting(Connection rows, Session graph, long seed) {
        this.rows = rows;
        this.graph = graph;
        this.random = new Random(seed);
    }

    /** Returns the cause of each element that was made to differ. */
    Map<String, String> planted() {
        return planted;
    }

    /** One element: its id, and for feedback who gave it. */
    private record Victim(UUID id, UUID by) {
        String key(Subject subject) {
            return subject == Subject.FEEDBACK ? by + ":" + id : id.toString();
        }

        Map<String, Object> parameters() {
            return Map.of("id", id.toString(), "by", by.toString());
        }
    }

    /** Makes all of them differ; the last ones wait for five minutes for another try. */
    void plant(Drill drill) throws SQLException, InterruptedException {
        changeGraph();
        addToGraph();
        changeRows();
        takeEvents();
        spoilEvents();
        failEvents(drill);
    }

    private void changeGraph() throws SQLException {
        inGraph(Subject.MESSAGE, 8, "MATCH (m:Message {id: v.id}) DETACH DELETE m");
        inGraph(Subject.MESSAGE, 5, "MATCH (m:Message {id: v.id}) SET m.type = 'changed'");
        inGraph(Subject.MESSAGE, 4, "MATCH (m:Message {id: v.id}) SET m.seq = null");
        inGraph(
                Subject.MESSAGE,
                3,
                "MATCH (m:Message {id: v.id}) SET m.created_at = m.created_at + duration('PT0.000001S')");
        inGraph(Subject.MESSAGE, 3, "MATCH (m:Message {id: v.id})<-[h:HAS_MESSAGE]-(c) CREATE (c)-[:HAS_MESSAGE]->(m)");
        inGraph(
                Subject.MESSAGE,
                5,
                "MATCH (m:Message {id: v.id})<-[h:HAS_MESSAGE]-(c)<-[:OWNS]-(u)"
                        + " CALL (c, u) { MATCH (u)-[:OWNS]->(other) WHERE other <> c RETURN other LIMIT 1 }"
                        + " DELETE h CREATE (other)-[:HAS_MESSAGE]->(m)");
        inGraph(Subject.CONVERSATION, 4, "MATCH (c:Conversation {id: v.id}) SET c.title = 'changed'");
        inGraph(Subject.CONVERSATION, 4, "MATCH (c:Conversation {id: v.id})<-[o:OWNS]-() DELETE o");
        inGraph(Subject.CONVERSATION, 5, "MATCH (c:Conversation {id: v.id})-[h:HAS_TOPIC]->() DELETE h");
        inGraph(Subject.FEEDBACK, 5, feedback() + " DELETE f");
        inGraph(Subject.FEEDBACK, 3, feedback() + " SET f.score = f.score + 0.001");
        inGraph(Subject.FEEDBACK, 2, feedback() + " CREATE (u)-[twin:GAVE_FEEDBACK]->(m) SET twin = properties(f)");
    }

    private static String feedback() {
        return "MATCH (u:User {id: v.by})-[f:GAVE_FEEDBACK]->(m:Message {id: v.id})";
    }

    /** What no row names. */
    private void addToGraph() {
        added(Subject.MESSAGE, "UNWIND range(1, 3) AS n CREATE (m:Message {id: 'foreign-' + n}) RETURN m.id");
        added(Subject.MESSAGE, "CREATE (m:Message {type: 'without an id'}) RETURN elementId(m)");
        added(Subject.CONVERSATION, "CREATE (c:Conversation {id: 42}) RETURN elementId(c)");
        added(Subject.USER, "UNWIND range(1, 3) AS n CREATE (u:User {id: 'ghost-' + n}) RETURN u.id");
        added(Subject.TOPIC, "CREATE (t:Topic {name: 'ghost topic'}) RETURN t.name");
        added(Subject.SUB_TOPIC, "CREATE (s:SubTopic {name: 'ghost sub topic'}) RETURN s.name");
        added(
                Subject.HAS_SUBTOPIC,
                "MATCH (t:Topic {name: 'topic 1'}), (s:SubTopic {name: 'sub topic 2'})"
                        + " CREATE (t)-[:HAS_SUBTOPIC]->(s) RETURN t.name + ' > ' + s.name");
    }

    /** What no event told. */
    private void changeRows() throws SQLException {
        silently(
                "UPDATE messages SET message_type = 'system'" + OF + " WHERE messages.id = v.id",
                Subject.MESSAGE,
                victims(Subject.MESSAGE, 5),
                Cause.NEVER_SENT);
        silently(
                "INSERT INTO messages (id, conversation_id, message_type, content)"
                        + " SELECT v.id, c.id, 'user', 'x'" + OF + ", "
                        + " (SELECT id FROM conversations WHERE title LIKE 'conversation %' ORDER BY id LIMIT 1) AS c",
                Subject.MESSAGE,
                strangers(5),
                Cause.NEVER_SENT);
        silently(
                "DELETE FROM messages USING " + THEM + " WHERE messages.id = v.id",
                Subject.MESSAGE,
                victims(Subject.MESSAGE, 4),
                Cause.DELETED);
        silently(
                "UPDATE conversations SET title = title || '!'" + OF + " WHERE conversations.id = v.id",
                Subject.CONVERSATION,
                victims(Subject.CONVERSATION, 4),
                Cause.NEVER_SENT);
        silently(
                "UPDATE feedback SET score = 3" + OF + " WHERE message_id = v.id AND user_id = v.by",
                Subject.FEEDBACK,
                victims(Subject.FEEDBACK, 3),
                Cause.NEVER_SENT);
        silently(
                "DELETE FROM feedback USING " + THEM + " WHERE message_id = v.id AND user_id = v.by",
                Subject.FEEDBACK,
                victims(Subject.FEEDBACK, 3),
                Cause.DELETED);
    }

    /** What changed in the graph after its events had been purged. */
    private void takeEvents() throws SQLException {
        List<Victim> victims = victims(Subject.MESSAGE, 4);
        silently(
                "DELETE FROM graph_outbox USING " + THEM + " WHERE entity_id = v.id",
                Subject.MESSAGE,
                victims,
                Cause.UNKNOWN);
        inGraph(victims, "MATCH (m:Message {id: v.id}) SET m.type = 'changed'");
    }

    /** What nobody can apply. */
    private void spoilEvents() throws SQLException, InterruptedException {
        List<Victim> victims = victims(Subject.MESSAGE, 5);
        silently(
                "UPDATE messages SET message_type = 'system'" + OF + " WHERE messages.id = v.id",
                Subject.MESSAGE,
                victims,
                Cause.DEAD_LETTERED);
        run(
                "INSERT INTO graph_outbox (event_type, entity_id, payload)"
                        + " SELECT 'message_upsert', v.id, jsonb_build_object('message_id', v.id)" + OF,
                victims);
        Drill.await("the dead letters", () -> count("deadletter", victims) == victims.size());
    }

    /** What failed while somebody held it, and waits for minutes before it is tried again. */
    private void failEvents(Drill drill) throws InterruptedException, SQLException {
        // Longer than a slow machine takes over an event of those who go on writing, which nobody holds.
        giveUpAfter(drill, 4_000, 300_000);
        waiting = victims(Subject.CONVERSATION, 5);
        expect(Subject.CONVERSATION, waiting, Cause.RETRYING);
        try (Transaction lock = graph.beginTransaction()) {
            lock.run(
                    FOR_EACH + "MATCH (c:Conversation {id: v.id}) SET c.locked = true REMOVE c.locked",
                    parameters(waiting));
            rename(waiting);
            Drill.await("the events that wait for another try", () -> count("retrying", waiting) == waiting.size());
        }
        giveUpAfter(drill, 30_000, 1_000);
    }

    /** Sets for how long a sink waits for somebody else's lock, and how long an event that failed waits then, in milliseconds. */
    private static void giveUpAfter(Drill drill, int transaction, int backoff) {
        drill.configure(App.Part.SINK, Map.of("GRAPHSYNC_SINK_TRANSACTION_TIMEOUT_MS", Integer.toString(transaction)));
        drill.configure(
                App.Part.ROUTER,
                Map.of(
                        "GRAPHSYNC_RETRY_BACKOFF_INITIAL_MS",
                        Integer.toString(backoff),
                        "GRAPHSYNC_RETRY_BACKOFF_MAX_MS",
                        Integer.toString(backoff)));
    }

    /** Has what waits overtaken by newer events. */
    void overtake() throws SQLException {
        rename(waiting);
    }

    private void rename(List<Victim> victims) throws SQLException {
        run("UPDATE conversations SET title = title || '?'" + OF + " WHERE conversations.id = v.id", victims);
    }

    private void inGraph(Subject subject, int count, String cypher) throws SQLException {
        List<Victim> victims = victims(subject, count);
        inGraph(victims, cypher);
        expect(subject, victims, Cause.CHANGED_IN_GRAPH);
    }

    private void inGraph(List<Victim> victims, String cypher) {
        graph.run(FOR_EACH + cypher, parameters(victims)).consume();
    }

    private static Map<String, Object> parameters(List<Victim> victims) {
        return Map.of("victims", victims.stream().map(Victim::parameters).toList());
    }

    /** Expects what a statement returns. */
    private void added(Subject subject, String cypher) {
        graph.run(cypher)
                .list(row -> row.get(0).asString())
                .forEach(key -> expect(subject, key, Cause.CHANGED_IN_GRAPH));
    }

    /** Changes rows while triggers write no events. */
    private void silently(String sql, Subject subject, List<Victim> victims, Cause cause) throws SQLException {
        try (Statement statement = rows.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            run(sql, victims);
            statement.execute("SET session_replication_role = origin");
        }
        expect(subject, victims, cause);
    }

    private void run(String sql, List<Victim> victims) throws SQLException {
        try (PreparedStatement statement = rows.prepareStatement(sql)) {
            statement.setArray(1, array(victims, Victim::id));
            statement.setArray(2, array(victims, Victim::by));
            statement.executeUpdate();
        }
    }

    private Array array(List<Victim> victims, Function<Victim, UUID> which) throws SQLException {
        return rows.createArrayOf("uuid", victims.stream().map(which).toArray());
    }

    private void expect(Subject subject, List<Victim> victims, Cause cause) {
        victims.forEach(victim -> expect(subject, victim.key(subject), cause));
    }

    private void expect(Subject subject, String key, Cause cause) {
        planted.put(element(lower(subject), key), lower(cause));
    }

    /** Takes elements of the history, which applications leave alone, each time from another part of it. */
    private List<Victim> victims(Subject subject, int count) throws SQLException {
        long part = parts++ * (1L << (Long.SIZE - PART_BITS)) + random.nextLong(1L << (Long.SIZE - PART_BITS - 1));
        try (PreparedStatement statement = rows.prepareStatement(VICTIMS.get(subject))) {
            statement.setObject(1, new UUID(part, 0));
            statement.setInt(2, count);
            List<Victim> victims = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    victims.add(new Victim(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
                }
            }
            return victims;
        }
    }

    private static List<Victim> strangers(int count) {
        return Stream.generate(() -> new Victim(UUID.randomUUID(), NOBODY))
                .limit(count)
                .toList();
    }

    private long count(String state, List<Victim> victims) throws SQLException {
        try (PreparedStatement statement = rows.prepareStatement(
                "SELECT count(*) FROM graph_outbox_status WHERE state = ? AND entity_id = ANY (?)")) {
            statement.setString(1, state);
            statement.setArray(2, array(victims, Victim::id));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Names an element as {@link #planted} does. */
    static String element(String subject, String key) {
        return subject + " " + key;
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
