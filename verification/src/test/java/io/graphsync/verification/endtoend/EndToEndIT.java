package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.console.demo.SampleTraffic;
import io.graphsync.console.demo.TrafficRun;
import io.graphsync.console.demo.TrafficWriter;
import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@UseStack
@Timeout(240)
class EndToEndIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = Long.getLong("graphsync.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void every_change_of_a_row_is_in_the_graph(TestStack stack) throws Exception {
        UUID conversation = UUID.randomUUID();
        UUID message = UUID.randomUUID();
        UUID user = UUID.randomUUID();
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();

            rows.run(
                    "INSERT INTO conversations (id, user_id, title, topic, sub_topic) VALUES (?, ?, 'a', 'b', 'c')",
                    conversation,
                    user);
            rows.run(
                    "INSERT INTO messages (id, conversation_id, message_type, content) VALUES (?, ?, 'user', 'x')",
                    message,
                    conversation);
            rows.run(
                    "INSERT INTO feedback (user_id, message_id, feedback_type, score) VALUES (?, ?, 'thumb', 1)",
                    user,
                    message);
            pipeline.awaitEqual();
            assertThat(pipeline.compare().conversations()).isEqualTo(1);

            rows.run("UPDATE conversations SET topic = 'd', sub_topic = NULL, title = NULL WHERE id = ?", conversation);
            rows.run("UPDATE feedback SET score = 0.5 WHERE message_id = ?", message);
            pipeline.awaitEqual();

            rows.run("DELETE FROM conversations WHERE id = ?", conversation);
            pipeline.awaitEqual();
            assertThat(pipeline.compare().conversations()).isZero();
        }
    }

    @Test
    void rows_that_nobody_can_apply_are_dead_letters_that_name_the_field_and_hold_nobody_up(TestStack stack)
            throws Exception {
        String id = UUID.randomUUID().toString();
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack);
                TrafficWriter writer = new TrafficWriter(stack.connection())) {
            TrafficRun traffic = new TrafficRun(new SampleTraffic(SEED), writer);
            pipeline.start();

            traffic.burst(50, () -> true);
            List<UUID> broken = new ArrayList<>();
            broken.add(rows.write("message_upsert", "{\"message_id\": \"" + id + "\"}"));
            traffic.burst(50, () -> true);
            broken.add(rows.write("conversation_renamed", "{}"));
            broken.add(rows.write(
                    "conversation_delete",
                    "{\"conversation_id\": \"'; MATCH (n) DETACH DELETE n //\", \"deleted_at\": 1}"));
            broken.add(rows.write("feedback", "[]"));
            traffic.burst(50, () -> true);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(rows.deadLetters())
                            .hasSize((int) traffic.poisonous() + broken.size())
                            .extracting(Outbox.DeadLetter::id)
                            .containsAll(broken));
            pipeline.awaitEqual();
            assertThat(rows.deadLetters())
                    .filteredOn(letter -> broken.contains(letter.id()))
                    .extracting(Outbox.DeadLetter::lastError)
                    .satisfiesExactlyInAnyOrder(
                            error -> assertThat(error).contains("conversation_id is missing", "created_at is missing"),
                            error -> assertThat(error).contains("conversation_renamed"),
                            error -> assertThat(error).contains("conversation_id is not a UUID", "deleted_at must be"),
                            error -> assertThat(error).contains("payload must be a JSON object"));
            assertThat(new Topics(stack, pipeline.catalog()).deadLetters(pipeline.topics()))
                    .extracting(letter -> Topics.headers(letter).get(EventHeaders.ID))
                    .containsAll(broken.stream().map(UUID::toString).toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void hostile_text_is_data_and_a_large_payload_goes_through(TestStack stack) throws Exception {
        UUID conversation = UUID.randomUUID();
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack)) {
            pipeline.start();

            for (String text : List.of(
                    "it's \"quoted\" `back` \\ $param {a: 1}",
                    "'}) DETACH DELETE (n) //",
                    "\u0001\u001f\u007f\u202e\uFEFF\uD83D\uDE00",
                    "",
                    " ")) {
                rows.run("INSERT INTO conversations (title, topic, sub_topic) VALUES (?, ?, ?)", text, text, text);
            }
            rows.run("INSERT INTO conversations (title, topic) VALUES (NULL, NULL)");
            rows.run("INSERT INTO conversations (id, title) VALUES (?, repeat('x', 2 * 1024 * 1024))", conversation);

            pipeline.awaitEqual();
            assertThat(pipeline.compare().conversations()).isEqualTo(7);
            assertThat(rows.deadLetters()).isEmpty();
        }
    }

    @Test
    void events_in_any_order_and_any_number_give_the_same_graph(TestStack stack) throws Exception {
        try (Pipeline pipeline = new Pipeline(stack, directory);
                TrafficWriter writer = new TrafficWriter(stack.connection())) {
            Topics topics = new Topics(stack, pipeline.catalog());
            TopicNames inOrder = pipeline.topics();
            TopicNames shuffled = new TopicNames(inOrder.prefix() + "-shuffled");
            TrafficRun traffic = new TrafficRun(new SampleTraffic(SEED), writer);
            traffic.burst(600, () -> true);
            pipeline.startSource();
            await().atMost(PATIENCE)
                    .until(() -> topics.events(inOrder).size() >= traffic.written() - traffic.poisonous());
            pipeline.stopSource();

            List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>(topics.events(inOrder));
            events.addAll(events.subList(0, events.size() / 2));
            Collections.shuffle(events, new Random(SEED));
            topics.create(shuffled);
            topics.write(events, inOrder, shuffled);
            pipeline.useTopics(shuffled.prefix());
            pipeline.startSink();

            pipeline.awaitEqual();
            assertThat(pipeline.compare().messages()).as("seed %d", SEED).isPositive();
        }
    }

    @Test
    void each_part_can_be_stopped_and_started_under_traffic(TestStack stack) throws Exception {
        AtomicBoolean goOn = new AtomicBoolean(true);
        try (Pipeline pipeline = new Pipeline(stack, directory);
                Outbox rows = new Outbox(stack);
                TrafficWriter writer = new TrafficWriter(stack.connection());
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            TrafficRun traffic = new TrafficRun(new SampleTraffic(SEED), writer);
            pipeline.start();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(
                    () -> {
                        try {
                            traffic.steadily(Long.MAX_VALUE, 150, goOn::get);
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    thread);

            pipeline.stopSource();
            pipeline.startSource();
            pipeline.stopSink();
            pipeline.startSink();
            pipeline.stopRouter();
            pipeline.startRouter();
            pipeline.stopSink();
            pipeline.stopSource();
            pipeline.startSource();
            pipeline.startSink();
            goOn.set(false);
            writing.join();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(rows.deadLetters()).hasSize((int) traffic.poisonous()));
            pipeline.awaitEqual();
            assertThat(traffic.written()).as("seed %d", SEED).isPositive();
        }
    }
}
