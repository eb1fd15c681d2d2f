package io.graphsync.sink.model;

import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.stack.junit.TestStack;
import java.net.URI;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/**
 * The graph of a test, as the sink sees it and as somebody else does.
 *
 * @param connection the sink's
 * @param driver somebody else's
 */
public record TestGraph(GraphConnection connection, Driver driver) implements AutoCloseable {
    /** Prepares both; contacts nobody. */
    public static TestGraph of(TestStack stack) {
        return new TestGraph(
                GraphConnection.open(GraphSettings.of(
                        URI.create(stack.boltUri()), stack.neo4jUser(), stack.neo4jPassword(), "neo4j")),
                GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword())));
    }

    /** The same, with all constraints and without data. */
    public static TestGraph empty(TestStack stack) {
        TestGraph graph = of(stack);
        GraphFacts.createSchema(graph.driver);
        GraphFacts.clear(graph.driver);
        return graph;
    }

    @Override
    public void close() {
        connection.close();
        driver.close();
    }
}
