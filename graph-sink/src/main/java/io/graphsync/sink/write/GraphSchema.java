package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.EventTemplate;
import io.graphsync.sink.mapping.NodeKind;
import io.graphsync.sink.mapping.TemplateCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.ClientException;

/** What a graph must have before anything is written: without a uniqueness constraint MERGE makes nodes twice. */
public final class GraphSchema {
    private static final NodeKind TOMBSTONE = new NodeKind("GraphsyncTombstone", "key");
    private static final String PAIR_INDEX = "an index on HAS_TOPIC(topic, sub_topic)";
    private static final String CONSTRAINTS = """
            SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties
            WHERE entityType = 'NODE' AND (type CONTAINS 'UNIQUENESS' OR type = 'NODE_KEY') AND size(properties) = 1
            RETURN labelsOrTypes[0] AS label, properties[0] AS property
            """;
    private static final String INDEXES = """
            SHOW INDEXES YIELD entityType, labelsOrTypes, properties, state, type
            WHERE entityType = 'RELATIONSHIP' AND type = 'RANGE' AND state = 'ONLINE'
              AND labelsOrTypes = ['HAS_TOPIC'] AND properties = ['topic', 'sub_topic']
            RETURN count(*) AS found
            """;

    private final GraphConnection graph;
    private final TemplateCatalog templates;

    /** Makes a check of what these templates need. */
    public GraphSchema(GraphConnection graph, TemplateCatalog templates) {
        this.graph = graph;
        this.templates = templates;
    }

    /**
     * Returns what is missing, one description each; nothing where the graph is ready.
     *
     * @throws GraphFailure if the graph can't be asked
     */
    public List<String> missing() throws GraphFailure {
        Set<NodeKind> needed = new LinkedHashSet<>(templates.lockOrder());
        needed.add(TOMBSTONE);
        return graph.read(transaction -> {
            Set<NodeKind> unique = new HashSet<>(transaction.run(CONSTRAINTS).list(GraphSchema::kind));
            List<String> missing = new ArrayList<>();
            for (NodeKind kind : needed) {
                if (!unique.contains(kind)) {
                    missing.add("uniqueness of " + kind);
                }
            }
            if (transaction.run(INDEXES).single().get("found").asLong() == 0) {
                missing.add(PAIR_INDEX);
            }
            return missing;
        });
    }

    /**
     * Runs every template on no rows, and rolls back: Neo4j reads it, and has its plan ready for the first events.
     *
     * @return one line for each that Neo4j refuses or that returns something else than {@code applied}
     * @throws GraphFailure if the graph can't be asked
     */
    public List<String> refusedTemplates() throws GraphFailure {
        List<String> refused = new ArrayList<>();
        for (EventTemplate template : templates.templates()) {
            tryOut(template.cypher(), template.origin(), refused);
            if (template.load().isPresent()) {
                tryOut(template.load().get(), "for the load, beside " + template.origin(), refused);
            }
            if (template.create().isPresent()) {
                tryOut(template.create().get(), "for new elements, beside " + template.origin(), refused);
            }
        }
        return refused;
    }

    private void tryOut(String cypher, String origin, List<String> refused) throws GraphFailure {
        refused.addAll(graph.read(transaction -> tryOut(transaction, cypher, origin)));
    }

    private static List<String> tryOut(Transaction transaction, String cypher, String origin) {
        try {
            Result result = transaction.run(cypher, RowsParameter.of(List.of()));
            List<String> columns = result.keys();
            result.consume();
            return columns.equals(List.of("applied"))
                    ? List.of()
                    : List.of(origin + ": must return 'row.seq AS applied' alone, but returns " + columns);
        } catch (ClientException refused) {
            if (refused.code().startsWith("Neo.ClientError.Statement.")) {
                return List.of(origin + ": " + refused.getMessage());
            }
            throw refused;
        }
    }

    private static NodeKind kind(Record row) {
        return new NodeKind(row.get("label").asString(), row.get("property").asString());
    }
}
