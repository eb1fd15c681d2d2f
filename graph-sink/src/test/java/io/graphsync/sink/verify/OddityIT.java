package io.graphsync.sink.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** What no graph of ours has is found wherever it stands. */
@UseStack(ServerKind.NEO4J)
class OddityIT {
    private static final int MORE_THAN_A_PAGE = 120_000;

    private Driver driver;
    private GraphConnection connection;

    @BeforeEach
    void connect(TestStack stack) {
        driver = GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
        connection = GraphConnection.open(
                GraphSettings.of(URI.create(stack.boltUri()), stack.neo4jUser(), stack.neo4jPassword(), "neo4j"));
    }

    @AfterEach
    void close() {
        connection.close();
        driver.close();
    }

    @Test
    void it_is_found_behind_the_first_page_and_is_gone_when_it_is_gone() {
        run("UNWIND range(1, " + MORE_THAN_A_PAGE + ") AS n CREATE (:Message {id: toString(n)})");
        String nameless = run("CREATE (n:Message) RETURN elementId(n)").getFirst();
        String numbered = run("CREATE (n:Message {id: 7}) RETURN elementId(n)").getFirst();
        GraphSide graph = new GraphSide(new GraphReader(connection));

        Set<Oddity> found = Oddity.find(graph);

        assertThat(found)
                .containsExactlyInAnyOrder(
                        new Oddity(Subject.MESSAGE, nameless), new Oddity(Subject.MESSAGE, numbered));
        run("MATCH (n:Message {id: 7}) DELETE n");
        assertThat(Oddity.lasting(found, graph)).containsExactly(new Oddity(Subject.MESSAGE, nameless));
    }

    private List<String> run(String cypher) {
        return driver.executableQuery(cypher).execute().records().stream()
                .map(row -> row.get(0).asString())
                .toList();
    }
}
