package io.graphsync.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.sink.model.GraphModel;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** Servers and sinks that go in the middle of the work: nothing is lost, and nothing becomes a dead letter. */
@UseStack({ServerKind.KAFKA, ServerKind.NEO4J})
class SinkFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BUFFER = 8L << 20;

    private SinkHarness sink;

    @BeforeEach
    void createSink(TestStack stack) {
        sink = new SinkHarness(stack, Optional.empty());
        sink.createSchema();
        sink.createTopics();
    }

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @Test
    void a_frozen_neo4j_costs_no_partition_and_little_memory_and_does_not_hold_up_a_stop(TestStack stack) {
        Map<String, String> config = sink.config();
        config.put("sink.buffer.max.bytes", Long.toString(BUFFER));
        config.put("sink.batch.max.bytes", Long.toString(BUFFER / 4));
        config.put("sink.drain.timeout.ms", "2000");
        config.put("neo4j.driver.connection.timeout.ms", "1000");
        config.put("neo4j.driver.connection.acquisition.timeout.ms", "2000");
        SinkApp app = sink.start(config);
        List<SampleEvent> events = new ArrayList<>(traffic(1, 20));
        events.forEach(sink::send);
        awaitGraphOf(events);

        try (LogCapture log = LogCapture.of("io.graphsync.sink.consume")) {
            stack.neo4j().pause();
            List<SampleEvent> large = large(1_000, 40);
            large.forEach(sink::send);
            sink.flush();
            await().atMost(PATIENCE).until(() -> app.state() == SinkState.OUTAGE);
            await().atMost(PATIENCE).until(() -> sink.value(SinkMetric.BUFFERED) >= BUFFER);
            assertThat(sink.value(SinkMetric.BUFFERED)).isLessThan(2.0 * BUFFER + (4 << 20));
            stack.neo4j().resume();
            events.addAll(large);

            awaitGraphOf(events);
            assertThat(log.messages()).noneMatch(message -> message.startsWith("Partitions"));
        }

        stack.neo4j().pause();
        List<SampleEvent> last = traffic(5_000, 50);
        last.forEach(sink::send);
        sink.flush();
        await().atMost(PATIENCE).until(() -> sink.value(SinkMetric.BUFFERED) > 0);
        long start = System.nanoTime();
        app.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(app.failure()).isCompleted();
        stack.neo4j().resume();
        sink.start();
        events.addAll(last);
        awaitGraphOf(events);
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void a_graph_that_comes_back_without_its_schema_is_not_written_to_before_it_has_it(TestStack stack) {
        SinkApp app = sink.start();
        List<SampleEvent> events = new ArrayList<>(traffic(1, 20));
        events.forEach(sink::send);
        awaitGraphOf(events);

        try (LogCapture log = LogCapture.of("io.graphsync.sink.consume")) {
            sink.dropSchema();
            // Not paused: a transaction that was on its way would go through when it is resumed.
            stack.neo4j().kill();
            List<SampleEvent> during = traffic(1_000, 20);
            during.forEach(sink::send);
            sink.flush();
            await().atMost(PATIENCE).until(() -> app.state() == SinkState.OUTAGE);
            stack.neo4j().start();

            await().atMost(PATIENCE)
                    .until(() ->
                            log.messages().stream().anyMatch(message -> message.contains("./migrate neo4j --apply")));
            assertThat(sink.facts()).containsExactlyElementsOf(GraphModel.of(events));
            sink.createSchema();
            events.addAll(during);
            awaitGraphOf(events);
        }
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void a_password_that_is_changed_while_the_sink_runs_is_waited_for(TestStack stack) {
        admin("CREATE USER sink SET PASSWORD 'right-password' CHANGE NOT REQUIRED");
        Map<String, String> config = sink.config();
        config.put("neo4j.username", "sink");
        config.put("neo4j.password", "right-password");
        SinkApp app = sink.start(config);
        List<SampleEvent> events = new ArrayList<>(traffic(1, 20));
        events.forEach(sink::send);
        awaitGraphOf(events);

        try (LogCapture log = LogCapture.of("io.graphsync.sink.consume")) {
            admin("ALTER USER sink SET PASSWORD 'other-password' CHANGE NOT REQUIRED");
            endConnectionsOf("sink");
            List<SampleEvent> during = traffic(1_000, 20);
            during.forEach(sink::send);
            sink.flush();
            await().atMost(PATIENCE)
                    .until(() -> app.state() == SinkState.OUTAGE
                            && log.lines().stream()
                                    .anyMatch(line ->
                                            line.contains("Waiting for a server") && line.contains(stack.boltUri())));
            admin("ALTER USER sink SET PASSWORD 'right-password' CHANGE NOT REQUIRED");
            events.addAll(during);

            awaitGraphOf(events);
            assertThat(log.messages()).noneMatch(message -> message.startsWith("Partitions"));
        }
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void a_sink_that_is_killed_in_the_middle_of_its_batches_loses_nothing() throws Exception {
        Map<String, String> config = sink.config();
        config.put("kafka.consumer.session.timeout.ms", "6000");
        config.put("sink.batch.max.records", "20");
        List<SampleEvent> events = new ArrayList<>();
        sink.start(config);

        try (SinkProcess other = SinkProcess.start(config)) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                send(events, 20);
                return other.works();
            });
            send(events, 300);
            other.kill();
            send(events, 300);
        }

        awaitGraphOf(events);
        assertThat(sink.retries()).isEmpty();
    }

    @Test
    void a_broker_that_is_killed_while_batches_are_in_flight_costs_nothing_but_time(TestStack stack) {
        Map<String, String> config = sink.config();
        config.put("sink.batch.max.records", "10");
        sink.start(config);
        List<SampleEvent> events = new ArrayList<>();
        send(events, 50);
        SampleEvent poison = SampleEvent.message(9_000_000, id(3), id(1), "robot");
        await().atMost(PATIENCE).until(() -> sink.count("applied") > 0);

        send(events, 1_000);
        sink.send(poison);
        sink.flush();
        stack.kafka().kill();
        stack.kafka().start();
        send(events, 50);

        awaitGraphOf(events);
        await().atMost(PATIENCE).until(() -> !sink.letters().isEmpty());
        assertThat(sink.letters())
                .extracting(letter -> SinkHarness.headers(letter).get("graphsync.seq"))
                .containsOnly("9000000");
    }

    private void send(List<SampleEvent> sent, int count) {
        List<SampleEvent> next = traffic(sent.size() + 1, count);
        next.forEach(sink::send);
        sink.flush();
        sent.addAll(next);
    }

    private void admin(String statement) {
        try (Session system = sink.driver.session(SessionConfig.forDatabase("system"))) {
            system.run(statement).consume();
        }
    }

    private void endConnectionsOf(String user) {
        try (Session session = sink.driver.session()) {
            session.run(
                            "CALL dbms.listConnections() YIELD connectionId, username WHERE username = $user"
                                    + " CALL dbms.killConnection(connectionId) YIELD message RETURN message",
                            Map.of("user", user))
                    .consume();
        }
    }

    private void awaitGraphOf(Collection<SampleEvent> events) {
        sink.flush();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(sink.facts()).containsExactlyElementsOf(GraphModel.of(events)));
    }

    private static List<SampleEvent> traffic(long firstSeq, int count) {
        List<SampleEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long seq = firstSeq + i;
            String conversation = id(i % 7);
            events.add(
                    i % 5 == 0
                            ? SampleEvent.conversation(
                                    seq, conversation, "user" + i % 3, "title " + seq, "topic" + i % 2, "sub" + i % 4)
                            : SampleEvent.message(seq, id(10_000 + seq % 300), conversation, "user"));
        }
        return events;
    }

    /** Events of a mebibyte each. */
    private static List<SampleEvent> large(long firstSeq, int count) {
        List<SampleEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long seq = firstSeq + i;
            events.add(SampleEvent.conversation(seq, id(20 + i % 10), "ann", seq + "x".repeat(1 << 20), "topic", null));
        }
        return events;
    }

    private static String id(long number) {
        return new UUID(1, number).toString();
    }
}
