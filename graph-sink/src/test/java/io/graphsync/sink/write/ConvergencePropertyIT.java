package io.graphsync.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.model.BuiltInTypes;
import io.graphsync.sink.model.GraphFacts;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.model.TestGraph;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Promise 2: the graph is a function of the events. Repeat one round with {@code -Dgraphsync.seed=}, more of them with
 * {@code -Dgraphsync.rounds=}.
 */
@UseStack(ServerKind.NEO4J)
class ConvergencePropertyIT {
    private static final Logger log = LoggerFactory.getLogger(ConvergencePropertyIT.class);
    private static final int ROUNDS = Integer.getInteger("graphsync.rounds", 20);
    private static final int EVENTS = 200;
    private static final int WRITERS = 3;

    private TestGraph graph;

    @BeforeEach
    void connect(TestStack stack) {
        graph = TestGraph.empty(stack);
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void any_order_and_number_of_deliveries_to_concurrent_writers_gives_the_graph_of_the_model() throws Exception {
        List<Long> seeds = RandomHistory.seeds(ROUNDS);

        for (long seed : seeds) {
            log.atInfo().addKeyValue("seed", seed).log("Round");
            GraphFacts.clear(graph.driver());
            RandomHistory history = new RandomHistory(seed);
            List<SampleEvent> events = history.events(EVENTS);

            deliver(history.deliveries(events));

            assertThat(GraphFacts.read(graph.driver()))
                    .as("repeat with -Dgraphsync.seed=%s", seed)
                    .containsExactlyElementsOf(GraphModel.of(events));
        }
    }

    @Test
    void a_load_beside_sinks_gives_the_graph_of_the_model() throws Exception {
        List<Long> seeds = RandomHistory.seeds(ROUNDS);

        for (long seed : seeds) {
            log.atInfo().addKeyValue("seed", seed).log("Round of a load");
            GraphFacts.clear(graph.driver());
            RandomHistory history = new RandomHistory(seed);
            List<SampleEvent> events = history.events(EVENTS);
            LoadWriter loader = new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES);
            List<List<SampleEvent>> loads = history.deliveries(events);
            List<SampleEvent> beside = events.stream()
                    .filter(event -> (event.seq() + seed) % 3 == 0)
                    .toList();

            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                Future<?> loading = thread.submit(() -> {
                    for (List<SampleEvent> load : loads) {
                        Patience.write(
                                loader::write, load.stream().map(this::map).toList());
                    }
                    return true;
                });
                deliver(history.deliveries(beside));
                loading.get();
            }

            assertThat(GraphFacts.read(graph.driver()))
                    .as("repeat with -Dgraphsync.seed=%s", seed)
                    .containsExactlyElementsOf(GraphModel.of(events));
        }
    }

    @Test
    void a_sub_topic_that_came_and_went_within_one_batch_is_gone() throws Exception {
        GraphFacts.clear(graph.driver());
        String id = UUID.randomUUID().toString();
        SampleEvent before = SampleEvent.conversation(1, id, null, null, "topic", "before");
        SampleEvent came = SampleEvent.conversation(2, id, null, null, "topic", "came");
        SampleEvent moved = SampleEvent.conversation(3, id, null, null, "topic", "went");
        SampleEvent left = SampleEvent.conversation(4, id, null, null, "elsewhere", "after");
        SampleEvent went = SampleEvent.conversationDelete(5, id);

        deliver(List.of(List.of(before)));
        deliver(List.of(List.of(came, moved, left)));
        assertThat(GraphFacts.read(graph.driver()))
                .containsExactlyElementsOf(GraphModel.of(List.of(before, came, moved, left)));

        SampleEvent back = SampleEvent.conversation(6, id, null, null, "topic", "before");
        SampleEvent again = SampleEvent.conversation(7, id, null, null, "topic", "came");
        SampleEvent over = SampleEvent.conversationDelete(8, id);
        deliver(List.of(List.of(went, back)));
        deliver(List.of(List.of(again, over)));
        assertThat(GraphFacts.read(graph.driver()))
                .containsExactlyElementsOf(GraphModel.of(List.of(before, came, moved, left, went, back, again, over)));
    }

    private void deliver(List<List<SampleEvent>> batches) throws InterruptedException, ExecutionException {
        Queue<List<SampleEvent>> queue = new ConcurrentLinkedQueue<>(batches);
        GraphWriter writer = new GraphWriter(graph.connection(), BuiltInTypes.TEMPLATES);
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                running.add(threads.submit(() -> {
                    for (List<SampleEvent> next = queue.poll(); next != null; next = queue.poll()) {
                        Patience.write(
                                writer::write, next.stream().map(this::map).toList());
                    }
                    return true;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    private MappedEvent map(SampleEvent event) {
        return event.mapped();
    }
}
