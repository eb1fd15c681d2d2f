package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.sink.SinkConfig;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.job.JobKind;
import io.graphsync.sink.job.JobState;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.BuiltInTypes;
import io.graphsync.sink.model.GraphFacts;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.model.TestGraph;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseStack(ServerKind.NEO4J)
class GraphLoadIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private TestGraph graph;
    private RebuildSettings settings;

    @BeforeEach
    void connect(TestStack stack) {
        graph = TestGraph.empty(stack);
        SinkConfig sink = SinkConfig.parse(Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "neo4j.uri", stack.boltUri(),
                "neo4j.username", stack.neo4jUser(),
                "neo4j.password", stack.neo4jPassword()));
        settings = new RebuildSettings(
                BuiltInTypes.CATALOG,
                BuiltInTypes.TEMPLATES,
                sink.consume(BuiltInTypes.CATALOG),
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none"),
                sink.graph(),
                sink.graph());
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void the_graph_that_it_began_to_fill_is_filled() throws Exception {
        assertThat(load(Optional.of(new GraphReader(graph.connection()).store())))
                .contains(true);

        assertThat(GraphFacts.read(graph.driver())).anyMatch(fact -> fact.startsWith("(:Message"));
    }

    @Test
    void any_graph_will_do_where_the_job_knows_none() throws Exception {
        assertThat(load(Optional.empty())).contains(true);

        assertThat(GraphFacts.read(graph.driver())).anyMatch(fact -> fact.startsWith("(:Message"));
    }

    @Test
    void a_graph_that_took_its_place_is_left_as_it_is() {
        assertThatThrownBy(() -> load(Optional.of("another")))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("another one than this rebuild began to fill")
                .hasMessageContaining("graphsync rebuild cancel");

        assertThat(GraphFacts.read(graph.driver())).isEmpty();
    }

    private Optional<Boolean> load(Optional<String> store) throws Exception {
        RebuildProgress progress = new RebuildProgress(1, JsonNodeFactory.instance.objectNode());
        List<Refused> refused = new ArrayList<>();
        SampleEvent event = SampleEvent.message(
                1, UUID.randomUUID().toString(), UUID.randomUUID().toString(), "user");
        List<MappedEvent> events = List.of(event.mapped());
        try (GraphLoad load =
                GraphLoad.open(settings, job(store), progress, new StopSignal(), told -> {}, refused::add)) {
            Optional<Boolean> written = load.write(
                            new Window<>("messages", events, List.of(), 1, JsonNodeFactory.instance.objectNode()))
                    .await(LONG);
            assertThat(refused).isEmpty();
            return written;
        }
    }

    private static Job job(Optional<String> store) {
        ObjectNode options = new RebuildOptions(
                        RebuildOptions.Source.TOPICS,
                        100,
                        Duration.ZERO,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .toJson();
        ObjectNode scope = options.putObject("scope");
        store.ifPresent(id -> scope.put("store", id));
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new Job(
                UUID.randomUUID(),
                JobKind.REBUILD,
                JobState.RUNNING,
                options,
                nothing,
                nothing,
                nothing,
                "a test",
                "a test",
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
