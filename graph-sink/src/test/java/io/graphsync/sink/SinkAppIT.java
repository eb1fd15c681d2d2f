package io.graphsync.sink;

import static io.graphsync.sink.model.SampleEvent.conversation;
import static io.graphsync.sink.model.SampleEvent.conversationDelete;
import static io.graphsync.sink.model.SampleEvent.feedback;
import static io.graphsync.sink.model.SampleEvent.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.RandomHistory;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseStack({ServerKind.KAFKA, ServerKind.NEO4J})
class SinkAppIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SinkHarness sink;

    @BeforeEach
    void createSink(TestStack stack) {
        sink = new SinkHarness(stack, Optional.empty());
    }

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @Test
    void duplicates_late_redeliveries_and_events_out_of_order_give_the_graph_of_the_model() throws Exception {
        prepare();
        RandomHistory history = new RandomHistory(42);
        Random random = new Random(42);
        List<SampleEvent> events = history.events(300);
        sink.start();

        int redelivered = 0;
        for (SampleEvent event :
                history.deliveries(events).stream().flatMap(List::stream).toList()) {
            if (random.nextInt(3) == 0) {
                sink.sendTo(
                        sink.names().retryDue(), random.nextInt(SinkHarness.PARTITIONS), event.headers(), event.json());
                redelivered++;
            } else {
                sink.send(event);
            }
        }

        awaitGraphOf(events);
        int outcomes = redelivered;
        await().atMost(PATIENCE).until(() -> sink.retries().size() == outcomes);
        assertThat(sink.letters()).isEmpty();
    }

    @Test
    void a_poison_event_in_the_middle_of_a_batch_is_isolated_and_its_neighbours_are_applied() throws Exception {
        prepare();
        String conversation = id(1);
        List<SampleEvent> events = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            events.add(message(i, id(100 + i), conversation, "user"));
        }
        SampleEvent broken = message(500, id(999), conversation, "robot");

        events.subList(0, 50).forEach(sink::send);
        sink.send(broken);
        events.subList(50, 100).forEach(sink::send);
        sink.flush();
        sink.start();

        awaitGraphOf(events);
        ConsumerRecord<byte[], byte[]> letter = awaitOneRetry();
        Failure failure = failure(letter);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.POISON);
        assertThat(failure.stage()).isEqualTo(Failure.Stage.SINK);
        assertThat(failure.code()).isEqualTo(Failure.INVALID_EVENT);
        assertThat(failure.message()).contains("message_type", "robot");
        assertThat(failure.attempts()).isOne();
        assertThat(failure.origin()).contains(sink.names().events("message"), "@50");
        assertThat(new String(letter.key(), StandardCharsets.UTF_8))
                .isEqualTo(broken.headers().get("graphsync.event.id"));
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo(broken.json());
        assertThat(sink.count("dead_lettered")).isOne();
    }

    @Test
    void a_record_that_nobody_can_read_ends_in_the_retry_topic_with_the_headers_named() throws Exception {
        prepare();
        sink.start();

        sink.sendTo(sink.names().events("message"), 0, Map.of("other", "header"), "not json");

        Failure failure = failure(awaitOneRetry());
        assertThat(failure.message()).contains("graphsync.event.id", "graphsync.seq");
    }

    @Test
    void a_due_event_that_fails_again_keeps_its_origin_and_first_failure_and_counts_on() throws Exception {
        prepare();
        SampleEvent unknown = new SampleEvent("unknown_type", 7, Map.of("id", id(1)));
        Instant first = Instant.parse("2026-02-03T04:05:06Z");
        Map<String, String> headers = new HashMap<>(unknown.headers());
        headers.putAll(FailureHeaders.encode(new Failure(
                Failure.Stage.SINK, Failure.Kind.TRANSIENT, "some.code", "before", 3, first, first, "elsewhere-0@5")));
        sink.start();

        sink.sendTo(sink.names().retryDue(), 0, headers, unknown.json());

        Failure failure = failure(awaitOneRetry());
        assertThat(failure.code()).isEqualTo(Failure.UNKNOWN_TYPE);
        assertThat(failure.attempts()).isEqualTo(4);
        assertThat(failure.firstFailedAt()).isEqualTo(first);
        assertThat(failure.lastFailedAt()).isAfter(first);
        assertThat(failure.origin()).isEqualTo("elsewhere-0@5");
    }

    @Test
    void a_due_event_is_applied_like_any_other_but_never_over_a_newer_one() throws Exception {
        prepare();
        SampleEvent newer = conversation(10, id(1), "ann", "new", "t", null);
        SampleEvent older = conversation(5, id(1), "bob", "old", "u", null);
        SampleEvent other = conversation(6, id(2), "bob", "other", null, null);
        sink.start();
        sink.send(newer);
        awaitGraphOf(List.of(newer));

        sink.sendTo(sink.names().retryDue(), 0, older.headers(), older.json());
        sink.sendTo(sink.names().retryDue(), 0, other.headers(), other.json());

        awaitGraphOf(List.of(newer, older, other));
        assertThat(sink.count("superseded")).isOne();
        assertThat(sink.count("applied")).isEqualTo(2);
    }

    @Test
    void an_outage_of_neo4j_dead_letters_nothing_and_costs_no_rebalance(TestStack stack) throws Exception {
        prepare();
        List<SampleEvent> events = traffic(1, 50);
        SinkApp app = sink.start();
        events.forEach(sink::send);
        awaitGraphOf(events);

        try (LogCapture log = LogCapture.of("io.graphsync.sink.consume")) {
            stack.neo4j().stop();
            List<SampleEvent> during = traffic(1_000, 200);
            during.forEach(sink::send);
            sink.flush();
            await().atMost(PATIENCE).until(() -> app.state() == SinkState.OUTAGE);
            stack.neo4j().start();
            events.addAll(during);

            awaitGraphOf(events);
            await().atMost(PATIENCE).until(() -> app.state() == SinkState.RUNNING);
            assertThat(log.messages()).noneMatch(message -> message.startsWith("Partitions"));
            assertThat(log.messages())
                    .contains("Waiting for a server; nothing is lost and work goes on when it answers")
                    .containsOnlyOnce("The server is back");
        }
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void a_sink_that_is_restarted_under_traffic_loses_nothing() throws Exception {
        prepare();
        RandomHistory history = new RandomHistory(7);
        List<SampleEvent> events = history.events(600);
        List<List<SampleEvent>> parts =
                List.of(events.subList(0, 200), events.subList(200, 400), events.subList(400, 600));

        for (List<SampleEvent> part : parts) {
            SinkApp app = sink.start();
            part.forEach(sink::send);
            sink.flush();
            await().atMost(PATIENCE).until(() -> sink.count("applied") > 0 && app.state() == SinkState.RUNNING);
            app.close();
            assertThat(app.failure()).isCompleted();
        }
        sink.start();

        awaitGraphOf(events);
    }

    @Test
    void two_sinks_share_the_partitions_and_the_one_that_is_left_takes_over() throws Exception {
        prepare();
        List<SampleEvent> events = traffic(1, 300);
        SinkApp first = sink.start();
        sink.start();
        events.subList(0, 150).forEach(sink::send);
        sink.flush();
        await().atMost(PATIENCE).until(() -> sink.count("applied") >= 20);

        first.close();
        events.subList(150, 300).forEach(sink::send);

        awaitGraphOf(events);
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void hostile_text_empty_strings_and_large_titles_are_stored_as_they_are() throws Exception {
        prepare();
        String hostile = "'\"`}) DETACH DELETE n // \\ \u0000\u0001\u001f\u202e $rows {x} 🜁";
        String longest = "漢".repeat(1_000);
        List<SampleEvent> events = List.of(
                conversation(1, id(1), hostile, hostile, hostile, hostile),
                conversation(2, id(2), "ann", "x".repeat(2 << 20), null, "no topic, no sub topic"),
                conversation(3, id(3), "ann", "", "", ""),
                conversation(4, id(4), "u".repeat(255), null, longest, longest),
                message(5, id(5), id(4), "assistant"),
                feedback(6, hostile, id(5), hostile, -0.25));
        sink.start();

        events.forEach(sink::send);

        awaitGraphOf(events);
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void a_late_upsert_never_resurrects_what_was_deleted() throws Exception {
        prepare();
        SampleEvent delete = conversationDelete(10, id(1));
        SampleEvent late = conversation(9, id(1), "ann", "late", "t", "s");
        sink.start();
        sink.send(delete);
        await().atMost(PATIENCE).until(() -> sink.count("applied") == 1);

        sink.send(late);

        await().atMost(PATIENCE).until(() -> sink.count("superseded") == 1);
        assertThat(sink.facts()).containsExactlyElementsOf(GraphModel.of(List.of(delete, late)));
    }

    @Test
    void it_waits_for_schema_and_topics_and_says_so() throws Exception {
        try (LogCapture log = LogCapture.of("io.graphsync.sink.consume")) {
            sink.dropSchema();
            SinkApp app = sink.start();

            await().atMost(PATIENCE)
                    .until(() -> log.lines().stream()
                            .anyMatch(line -> line.contains("./migrate neo4j --apply")
                                    && line.contains("uniqueness of Conversation.id")));
            assertThat(app.state()).isEqualTo(SinkState.WAITING);
            sink.createSchema();
            await().atMost(PATIENCE)
                    .until(() -> log.lines().stream()
                            .anyMatch(line -> line.contains("Waiting for topics")
                                    && line.contains(sink.names().retryDue())));
            sink.createTopics();

            await().atMost(PATIENCE).until(() -> app.state() == SinkState.RUNNING);
        }
    }

    @Test
    void a_refused_login_ends_the_sink_with_the_settings_named(TestStack stack) {
        Map<String, String> config = sink.config();
        config.put("neo4j.password", "wrong password");

        SinkApp app = sink.start(config);

        assertThatThrownBy(() -> app.failure().get(60, TimeUnit.SECONDS))
                .hasMessageContaining("neo4j.username and neo4j.password")
                .hasMessageContaining(stack.boltUri())
                .hasMessageNotContaining("wrong password");
    }

    private void prepare() throws Exception {
        sink.createSchema();
        sink.createTopics();
    }

    private static List<SampleEvent> traffic(long firstSeq, int count) {
        List<SampleEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long seq = firstSeq + i;
            String conversation = id(i % 7);
            events.add(
                    i % 5 == 0
                            ? conversation(
                                    seq, conversation, "user" + i % 3, "title " + seq, "topic" + i % 2, "sub" + i % 4)
                            : message(seq, id(10_000 + seq), conversation, "user"));
        }
        return events;
    }

    private void awaitGraphOf(Collection<SampleEvent> events) {
        sink.flush();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(sink.facts()).containsExactlyElementsOf(GraphModel.of(events)));
    }

    private ConsumerRecord<byte[], byte[]> awaitOneRetry() {
        sink.flush();
        return await().atMost(PATIENCE)
                .until(sink::retries, found -> found.size() == 1)
                .get(0);
    }

    private static Failure failure(ConsumerRecord<byte[], byte[]> letter) {
        return FailureHeaders.decode(SinkHarness.headers(letter)).orElseThrow();
    }

    private static String id(long number) {
        return new UUID(1, number).toString();
    }
}
