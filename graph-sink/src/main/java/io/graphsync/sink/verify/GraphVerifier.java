package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.GraphSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Judges whether the graph equals the rows, in both directions: every conversation, message and feedback with its
 * properties and relationships, and nothing beside them.
 *
 * <p>Both stores are read in the order of the ids and compared as they go by, so memory does not grow with them, but for
 * the pairs of topic and sub topic. The rows are those of one snapshot, the graph's pages are not: the answer holds when
 * nothing is on its way.
 */
public final class GraphVerifier {
    private static final int KEEP = 100;
    private static final String UNKNOWN_CONVERSATIONS = "MATCH (n:Conversation) WHERE n.id IS NULL RETURN elementId(n)";
    private static final String UNKNOWN_MESSAGES = "MATCH (n:Message) WHERE n.id IS NULL RETURN elementId(n)";
    private static final String UNUSED_USERS =
            "MATCH (n:User) WHERE NOT EXISTS { (n)--() } RETURN coalesce(n.id, elementId(n))";
    private static final String UNUSED_TOPICS =
            "MATCH (n:Topic) WHERE NOT EXISTS { (n)<-[:HAS_TOPIC]-() } RETURN coalesce(n.name, elementId(n))";
    private static final String UNUSED_SUB_TOPICS =
            "MATCH (n:SubTopic) WHERE NOT EXISTS { (n)<-[:HAS_SUBTOPIC]-() } RETURN coalesce(n.name, elementId(n))";
    private static final String PAIRS = "MATCH (t)-[:HAS_SUBTOPIC]->(s) RETURN [t.name, s.name]";

    private final DatabaseSettings database;
    private final GraphSettings graph;

    /** Makes a judge of these two stores. */
    public GraphVerifier(DatabaseSettings database, GraphSettings graph) {
        this.database = database;
        this.graph = graph;
    }

    /**
     * Compares everything.
     *
     * @throws VerifyException if one of the stores can't be read
     */
    public VerifyReport verify() {
        try (GraphConnection connection = GraphConnection.open(graph);
                Connection rows = connect()) {
            return compare(new RowSide(rows), new GraphSide(new GraphReader(connection)));
        } catch (SQLException failure) {
            throw new VerifyException("PostgreSQL can't be read: " + failure.getMessage(), failure);
        }
    }

    private Connection connect() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", database.user());
        login.setProperty("password", database.password());
        login.setProperty("ApplicationName", "graphsync-verify");
        Connection connection = DriverManager.getConnection(database.url(), login);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL TIME ZONE 'UTC'");
        }
        return connection;
    }

    private static VerifyReport compare(RowSide rows, GraphSide graph) throws SQLException {
        DifferenceList differences = new DifferenceList(KEEP);
        long conversations = differences.compare(Subject.CONVERSATION, rows.conversations(), graph.conversations());
        long messages = differences.compare(Subject.MESSAGE, rows.messages(), graph.messages());
        long feedback = differences.compare(Subject.FEEDBACK, rows.feedback(), graph.feedback());
        comparePairs(differences, rows.topicPairs(), graph);
        extras(differences, Subject.CONVERSATION, graph.column(UNKNOWN_CONVERSATIONS));
        extras(differences, Subject.MESSAGE, graph.column(UNKNOWN_MESSAGES));
        extras(differences, Subject.USER, graph.column(UNUSED_USERS));
        extras(differences, Subject.TOPIC, graph.column(UNUSED_TOPICS));
        extras(differences, Subject.SUB_TOPIC, graph.column(UNUSED_SUB_TOPICS));
        return new VerifyReport(conversations, messages, feedback, differences.count(), differences.kept());
    }

    private static void comparePairs(DifferenceList differences, Set<List<String>> expected, GraphSide graph) {
        Set<Object> seen = new HashSet<>();
        for (Object pair : graph.column(PAIRS)) {
            if (!seen.add(pair)) {
                differences.add(Difference.duplicate(Subject.HAS_SUBTOPIC, text(pair)));
            } else if (!expected.contains(pair)) {
                differences.add(Difference.extra(Subject.HAS_SUBTOPIC, text(pair)));
            }
        }
        for (List<String> pair : expected) {
            if (!seen.contains(pair)) {
                differences.add(Difference.missing(Subject.HAS_SUBTOPIC, text(pair)));
            }
        }
    }

    private static void extras(DifferenceList differences, Subject subject, List<Object> keys) {
        keys.forEach(key -> differences.add(Difference.extra(subject, String.valueOf(key))));
    }

    private static String text(Object pair) {
        List<?> names = (List<?>) pair;
        return names.get(0) + " > " + names.get(1);
    }
}
