package io.graphsync.sink.write;

import io.graphsync.sink.failure.GraphFailure;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;

/** Reads a graph, one statement a transaction. Safe for use by many threads. */
public final class GraphReader {
    /** Made of the time and a random number when a store is made; the date beside it is told in the server's time zone. */
    private static final String STORE = "CALL db.info() YIELD id RETURN id";

    private final GraphConnection graph;

    /** Makes a reader. */
    public GraphReader(GraphConnection graph) {
        this.graph = graph;
    }

    /**
     * Returns all rows of a statement; the caller bounds them.
     *
     * @return values in the driver's Java types: String, Long, Double, Boolean, ZonedDateTime, List, Map, null
     * @throws GraphFailure if the graph can't be asked
     */
    public List<Map<String, Object>> read(String cypher, Map<String, Object> parameters) throws GraphFailure {
        return graph.ask(cypher, parameters).stream().map(Record::asMap).toList();
    }

    /**
     * Returns what tells this database from any that takes its place; it stays over restarts.
     *
     * @throws GraphFailure if the graph can't be asked
     */
    public String store() throws GraphFailure {
        return graph.ask(STORE, Map.of()).getFirst().get("id").asString();
    }
}
