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
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Elements that are created without a look for them. Repeat one round with {@code -Dgraphsync.seed=}, more of them with
 * {@code -Dgraphsync.rounds=}.
 */
@UseStack(ServerKind.NEO4J)
class LoadWriterIT {
    private static final int ROUNDS = Integer.getInteger("graphsync.rounds", 10);
    private static final int MESSAGES = 60;
    private static final String CONVERSATION = UUID.randomUUID().toString();

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
    void what_was_created_is_there_once_however_often_it_is_written() throws Exception {
        List<SampleEvent> events = messages(5, 1);
        LoadWriter writer = new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES);

        writer.write(mapped(events));
        writer.write(mapped(events));
        new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES).write(mapped(events));

        assertGraphOf(events, "");
    }

    @Test
    void one_that_is_known_is_no_hindrance_to_the_others_of_its_batch() throws Exception {
        List<SampleEvent> events = messages(5, 1);
        SampleEvent newer = SampleEvent.message(100, id(2), CONVERSATION, "assistant");
        SampleEvent rated = SampleEvent.feedback(101, "u", id(3), "thumb", 1);
        new GraphWriter(graph.connection(), BuiltInTypes.TEMPLATES).write(mapped(List.of(newer, rated)));

        new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES).write(mapped(events));

        List<SampleEvent> all = new ArrayList<>(events);
        all.addAll(List.of(newer, rated));
        assertGraphOf(all, "");
    }

    @Test
    void one_that_was_deleted_stays_deleted_and_the_others_are_created() throws Exception {
        List<SampleEvent> events = messages(5, 1);
        SampleEvent deleted = SampleEvent.messageDelete(100, id(2), CONVERSATION);
        new GraphWriter(graph.connection(), BuiltInTypes.TEMPLATES).write(mapped(List.of(deleted)));

        new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES).write(mapped(events));

        List<SampleEvent> all = new ArrayList<>(events);
        all.add(deleted);
        assertGraphOf(all, "");
    }

    @Test
    void a_batch_may_delete_what_it_creates_and_say_it_twice() throws Exception {
        List<SampleEvent> events = messages(5, 1);
        events.add(SampleEvent.messageDelete(100, id(2), CONVERSATION));
        events.add(SampleEvent.message(101, id(3), UUID.randomUUID().toString(), "assistant"));
        events.add(SampleEvent.conversation(102, CONVERSATION, "u", "title", "topic", "sub topic"));

        new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES).write(mapped(events));

        assertGraphOf(events, "");
    }

    /** Each batch by a writer that has seen no failure, so that each tries to create it. */
    @Test
    void messages_that_sinks_delete_meanwhile_stay_deleted() throws Exception {
        for (long seed : RandomHistory.seeds(ROUNDS)) {
            GraphFacts.clear(graph.driver());
            Random random = new Random(seed);
            List<SampleEvent> events = messages(MESSAGES, 1);
            List<SampleEvent> beside = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                if (random.nextBoolean()) {
                    beside.add(SampleEvent.messageDelete(1_000 + i, id(i), CONVERSATION));
                }
            }
            Collections.shuffle(beside, random);

            try (ExecutorService sink = Executors.newSingleThreadExecutor()) {
                Future<?> sinking = sink.submit(() -> {
                    GraphWriter writer = new GraphWriter(graph.connection(), BuiltInTypes.TEMPLATES);
                    for (List<SampleEvent> some : batches(beside, 2)) {
                        Patience.write(writer::write, mapped(some));
                    }
                    return true;
                });
                for (List<SampleEvent> some : batches(events, 6)) {
                    Patience.write(new LoadWriter(graph.connection(), BuiltInTypes.TEMPLATES)::write, mapped(some));
                }
                sinking.get();
            }

            List<SampleEvent> all = new ArrayList<>(events);
            all.addAll(beside);
            assertGraphOf(all, "repeat with -Dgraphsync.seed=" + seed);
        }
    }

    private void assertGraphOf(List<SampleEvent> events, String description) {
        assertThat(GraphFacts.read(graph.driver())).as(description).containsExactlyElementsOf(GraphModel.of(events));
    }

    private List<MappedEvent> mapped(List<SampleEvent> events) {
        return events.stream().map(SampleEvent::mapped).toList();
    }

    private static List<List<SampleEvent>> batches(List<SampleEvent> events, int most) {
        List<List<SampleEvent>> batches = new ArrayList<>();
        for (int from = 0; from < events.size(); from += most) {
            batches.add(events.subList(from, Math.min(events.size(), from + most)));
        }
        return batches;
    }

    private static List<SampleEvent> messages(int count, long firstSeq) {
        List<SampleEvent> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(SampleEvent.message(firstSeq + i, id(i), CONVERSATION, "user"));
        }
        return messages;
    }

    private static String id(int number) {
        return new UUID(1, number).toString();
    }
}
