package io.graphsync.schema.target;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.parse.CypherManner;
import io.graphsync.schema.parse.CypherStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.neo4j.driver.NotificationClassification;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.GqlNotification;
import org.neo4j.driver.summary.ResultSummary;

/**
 * A graph that may be thrown away. Statements run in it as an apply would run them, without a history.
 *
 * <p>Not thread-safe.
 */
public final class TrialGraph implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** The server's remarks that tell something of a statement; others are about data that are not there. */
    private static final Set<NotificationClassification> TELLING =
            Set.of(NotificationClassification.DEPRECATION, NotificationClassification.SCHEMA);

    private static final String CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, createStatement";
    private static final String INDEXES =
            "SHOW INDEXES YIELD name, createStatement, owningConstraint WHERE owningConstraint IS NULL";

    /** What the server says to a statement that it does not run. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final String code;

        RefusedException(String code, String message, Exception cause) {
            super(message, cause);
            this.code = code;
        }

        /** Neo4j's status code; empty where the tool found out by itself. */
        public String code() {
            return code;
        }

        /** The server's own words. */
        public String text() {
            return String.valueOf(getMessage());
        }
    }

    private final Neo4jTarget target;
    private final GraphSession session;
    private final GraphSchemaCheck schema;
    private final Map<String, String> indexesOfNewGraph;

    private TrialGraph(Neo4jTarget target, GraphSession session) {
        this.target = target;
        this.session = session;
        schema = new GraphSchemaCheck(session);
        indexesOfNewGraph = definitions(INDEXES, "");
    }

    /**
     * Connects.
     *
     * @throws MigrateException if the server is away, or holds anything
     */
    public static TrialGraph open(Neo4jTarget target) {
        GraphSession session = GraphSession.open(target, line -> {});
        try {
            requireEmpty(target, session);
            return new TrialGraph(target, session);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static void requireEmpty(Neo4jTarget target, GraphSession session) {
        boolean nodes = !session.read("MATCH (n) RETURN 1 LIMIT 1", Map.of()).isEmpty();
        boolean constraints =
                !session.read("SHOW CONSTRAINTS YIELD name LIMIT 1", Map.of()).isEmpty();
        if (nodes || constraints) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "Neo4j at " + target.address() + " holds " + (nodes ? "nodes" : "constraints")
                            + ", and a rehearsal empties the graph it runs in: name an empty one that may be thrown away, or"
                            + " leave --shadow-uri out. If a rehearsal that was killed left this, empty it by hand.");
        }
    }

    /** Whether the server is of the Community edition. */
    public boolean isCommunity() {
        return asking(() -> session.read("CALL dbms.components() YIELD edition RETURN edition", Map.of())
                .getFirst()
                .get("edition")
                .asString()
                .equals("community"));
    }

    /**
     * Runs a statement.
     *
     * @return what the server remarks on it
     * @throws RefusedException if the server does not run it, or what it then holds is not what was asked for
     */
    public List<String> run(CypherStatement statement) throws RefusedException {
        try {
            return switch (statement.manner()) {
                case CypherManner.Batched ignored -> remarks(session.runAutoCommit(statement.text()));
                case CypherManner.Create create -> create(statement, create);
                case CypherManner.Data ignored -> inTransaction(statement);
                case CypherManner.Schema ignored -> inTransaction(statement);
            };
        } catch (GraphSchemaCheck.Mismatch e) {
            throw new RefusedException("", e.text(), e);
        } catch (Neo4jException e) {
            if (GraphErrors.isConnection(e)) {
                throw lost(e);
            }
            throw new RefusedException(String.valueOf(e.code()), String.valueOf(e.getMessage()), e);
        }
    }

    private List<String> create(CypherStatement statement, CypherManner.Create create) {
        schema.requireNoDuplicates(create, LONGEST);
        List<String> remarks = inTransaction(statement);
        schema.awaitOnline(LONGEST);
        schema.requireAsAsked(create);
        return remarks;
    }

    private List<String> inTransaction(CypherStatement statement) {
        return remarks(session.inTransaction(
                LONGEST, transaction -> transaction.run(statement.text()).consume()));
    }

    private static List<String> remarks(ResultSummary summary) {
        List<String> remarks = new ArrayList<>();
        for (var status : summary.gqlStatusObjects()) {
            if (status instanceof GqlNotification remark
                    && remark.classification().filter(TELLING::contains).isPresent()) {
                remarks.add(remark.statusDescription());
            }
        }
        return remarks;
    }

    /** What the graph holds: the definition of each constraint and index, and how many elements there are of each kind. */
    public Map<String, String> catalog() {
        return asking(() -> {
            Map<String, String> objects = definitions(CONSTRAINTS, "constraint ");
            objects.putAll(definitions(INDEXES, "index "));
            for (Record row : session.read("MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes", Map.of())) {
                objects.put(
                        "nodes " + row.get("labels").asList(), row.get("nodes").toString());
            }
            for (Record row : session.read("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS edges", Map.of())) {
                objects.put(
                        "relationships [" + row.get("type").asString() + "]",
                        row.get("edges").toString());
            }
            return objects;
        });
    }

    private Map<String, String> definitions(String show, String kind) {
        Map<String, String> definitions = new HashMap<>();
        for (Record row : session.read(show, Map.of())) {
            definitions.put(
                    kind + row.get("name").asString(),
                    row.get("createStatement").asString());
        }
        return definitions;
    }

    /** Makes it a new graph again. */
    public void empty() {
        asking(() -> {
            definitions(CONSTRAINTS, "").keySet().forEach(name -> drop("CONSTRAINT", name));
            Map<String, String> indexes = definitions(INDEXES, "");
            indexes.keySet().stream()
                    .filter(name -> !indexesOfNewGraph.containsKey(name))
                    .forEach(name -> drop("INDEX", name));
            indexesOfNewGraph.forEach((name, create) -> {
                if (!indexes.containsKey(name)) {
                    session.write(create, Map.of());
                }
            });
            return session.runAutoCommit("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS");
        });
    }

    private void drop(String kind, String name) {
        session.write("DROP " + kind + " " + GraphSchemaCheck.quote(name), Map.of());
    }

    private <T> T asking(Supplier<T> work) {
        try {
            return work.get();
        } catch (Neo4jException e) {
            throw lost(e);
        }
    }

    private MigrateException lost(Neo4jException e) {
        return new MigrateException(
                FailureKind.UNREACHABLE,
                "Neo4j for the rehearsal at " + target.address() + " can't be used: " + GraphErrors.message(e),
                e);
    }

    @Override
    public void close() {
        session.close();
    }
}
