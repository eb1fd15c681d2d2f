package io.graphsync.sink.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.model.TestGraph;
import io.graphsync.sink.verify.Difference.Subject;
import io.graphsync.sink.write.GraphEditor;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no graph of ours has is found wherever it stands. */
@UseStack(ServerKind.NEO4J)
class OddityIT {
    private static final int MORE_THAN_A_PAGE = 120_000;

    private TestGraph graph;

    @BeforeEach
    void connect(TestStack stack) {
        graph = TestGraph.of(stack);
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void it_is_found_behind_the_first_page_and_is_gone_when_it_is_removed() throws Exception {
        run("UNWIND range(1, " + MORE_THAN_A_PAGE + ") AS n CREATE (:Message {id: toString(n)})");
        String numbered = run("CREATE (n:Message {id: 7}) RETURN elementId(n)").getFirst();
        Oddity nameless = new Oddity(
                Subject.MESSAGE, run("CREATE (n:Message) RETURN elementId(n)").getFirst());
        String user = run("CREATE (n:User {id: 5}) RETURN elementId(n)").getFirst();
        GraphSide side = GraphSide.of(graph.connection());

        Set<Oddity> found = Oddity.find(side);

        assertThat(found)
                .containsExactlyInAnyOrder(
                        nameless, new Oddity(Subject.MESSAGE, numbered), new Oddity(Subject.USER, user));
        run("MATCH (n:Message {id: 7}) DELETE n");
        assertThat(Oddity.lasting(found, side)).containsExactlyInAnyOrder(nameless, new Oddity(Subject.USER, user));
        assertThat(new Sweep(new GraphEditor(graph.connection())).odd(found)).isEqualTo(2);
        assertThat(Oddity.find(side)).isEmpty();
        assertThat(side.nodes("Message")).isEqualTo(MORE_THAN_A_PAGE);
    }

    private List<String> run(String cypher) {
        return graph.driver().executableQuery(cypher).execute().records().stream()
                .map(row -> row.get(0).asString())
                .toList();
    }
}
