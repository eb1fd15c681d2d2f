package io.graphsync.sink.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.graphsync.sink.model.TestGraph;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ranges of a graph beside each other hold each of its elements once, whatever their ids are. */
@UseStack(ServerKind.NEO4J)
class GraphSideIT {
    private static final int MORE_THAN_A_PAGE = RangeSize.MOST * 2;

    private TestGraph graph;

    @BeforeEach
    void connect(TestStack stack) {
        graph = TestGraph.of(stack);
        run("MATCH (n) DETACH DELETE n");
        // Not the constraint, under which no two nodes share an id.
        run("CREATE INDEX message_ids FOR (m:Message) ON (m.id)");
        run("CALL db.awaitIndexes()");
    }

    @AfterEach
    void close() {
        run("DROP INDEX message_ids");
        graph.close();
    }

    @Test
    void a_bound_belongs_to_the_range_that_it_ends() {
        create(List.of("", "a", "a\0", "a\0\0", "aa", "b", "c", "\uD83D\uDE00"));

        assertThat(idsOf(new KeyRange("", Optional.of("a")))).containsExactly("", "a");
        assertThat(idsOf(new KeyRange("a", Optional.of("b")))).containsExactly("a\0", "a\0\0", "aa", "b");
        assertThat(idsOf(new KeyRange("b", Optional.empty()))).containsExactly("c", "\uD83D\uDE00");
    }

    @Test
    void what_shares_an_id_is_read_page_by_page() {
        create(Collections.nCopies(MORE_THAN_A_PAGE, "twin"));
        create(List.of("other", "zero"));

        assertThat(idsOf(new KeyRange("other", Optional.of("twin"))))
                .hasSize(MORE_THAN_A_PAGE)
                .containsOnly("twin");
        assertThat(idsOf(new KeyRange("twin", Optional.empty()))).containsExactly("zero");
    }

    @Test
    void a_frozen_graph_is_not_waited_for_without_end(TestStack stack) throws Exception {
        GraphSettings patient = graph.connection().settings();
        GraphSettings settings = new GraphSettings(
                patient.uri(),
                patient.username(),
                patient.password(),
                patient.database(),
                patient.connectTimeout(),
                patient.acquisitionTimeout(),
                Duration.ofSeconds(1));
        try (GraphConnection connection = GraphConnection.open(settings)) {
            GraphSide.of(connection);
            stack.neo4j().pause();
            try {
                assertTimeoutPreemptively(
                        Duration.ofSeconds(30),
                        () -> assertThatThrownBy(() -> GraphSide.of(connection))
                                .isInstanceOf(VerifyException.class)
                                .hasMessageStartingWith("Neo4j can't be read: "));
            } finally {
                stack.neo4j().resume();
            }
        }
    }

    private void create(List<String> ids) {
        graph.driver()
                .executableQuery("UNWIND $ids AS id CREATE (:Message {id: id})")
                .withParameters(Map.of("ids", ids))
                .execute();
    }

    private void run(String cypher) {
        graph.driver().executableQuery(cypher).execute();
    }

    private List<String> idsOf(KeyRange range) {
        List<String> ids = new ArrayList<>();
        GraphSide.of(graph.connection())
                .read(
                        Subject.MESSAGE,
                        range,
                        element -> ids.add(element.state().key().id()));
        return ids;
    }
}
