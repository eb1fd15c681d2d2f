package io.graphsync.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.progress.Passage;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseStack({ServerKind.KAFKA, ServerKind.NEO4J})
class SinkProgressIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant AT = Instant.parse("2026-04-05T06:07:08.123456Z");
    private static final int EVENT_PARTITIONS = 3 * SinkHarness.PARTITIONS;

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
    void heartbeats_that_passed_all_partitions_are_told_behind_the_failures_in_each_partition_of_the_retry_topic() {
        SampleEvent poison = SampleEvent.message(1, id(1), id(2), "robot");
        SampleEvent good = SampleEvent.message(2, id(3), id(2), "user");
        sink.send(poison);
        sink.send(good);
        sink.sendHeartbeat(1, AT);
        sink.sendHeartbeat(2, AT.plusSeconds(1));
        sink.start();

        await().atMost(PATIENCE).until(() -> passedEverywhere(2));

        List<ConsumerRecord<byte[], byte[]>> retries = sink.retries();
        int letter = indexOfLetter(retries);
        assertThat(letter).isNotNegative();
        assertThat(retries.stream()
                        .filter(record ->
                                record.partition() == retries.get(letter).partition())
                        .filter(record -> record.offset() < retries.get(letter).offset()))
                .as("passages before the failure in the same partition that claim to be behind it")
                .noneMatch(record -> passage(record)
                        .map(passage -> passage.passed().size() == EVENT_PARTITIONS)
                        .orElse(false));
        assertThat(sink.count("applied")).isOne();
        assertThat(sink.registry.get(SinkMetric.BATCH_RECORDS.id()).summary().totalAmount())
                .isOne();
        assertThat(sink.value(SinkMetric.HEARTBEAT)).isEqualTo(AT.plusSeconds(1).toEpochMilli() / 1e3);
    }

    @Test
    void what_became_of_a_redelivered_event_is_told_before_its_offset_is_committed() {
        SampleEvent newer = SampleEvent.conversation(10, id(1), "ann", "new", "t", null);
        SampleEvent older = SampleEvent.conversation(5, id(1), "bob", "old", "u", null);
        SampleEvent other = SampleEvent.conversation(6, id(2), "bob", "other", null, null);
        SampleEvent poison = SampleEvent.message(7, id(3), id(1), "robot");
        Redrive redrive = new Redrive(1, AT, 3);
        sink.start();
        sink.send(newer);
        await().atMost(PATIENCE).until(() -> sink.count("applied") == 1);

        for (SampleEvent due : List.of(older, other, poison)) {
            Map<String, String> headers = new HashMap<>(due.headers());
            headers.putAll(FailureHeaders.encode(
                    new Failure(Failure.Stage.SINK, Failure.Kind.TRANSIENT, "c", "m", 3, AT, AT, "first-0@1")));
            headers.putAll(redrive.headers());
            sink.sendTo(sink.names().retryDue(), 0, headers, due.json());
        }

        await().atMost(PATIENCE).until(() -> sink.retries().size() == 3);
        assertThat(sink.retries())
                .filteredOn(record -> Control.of(SinkHarness.headers(record)).isPresent())
                .extracting(record -> Outcome.of(SinkHarness.headers(record)).orElseThrow())
                .containsExactlyInAnyOrder(
                        new Outcome(eventId(older), Outcome.Result.SUPERSEDED, 3),
                        new Outcome(eventId(other), Outcome.Result.APPLIED, 3));
        Map<String, String> letter = SinkHarness.headers(sink.letters().get(0));
        assertThat(Redrive.of(letter)).contains(redrive);
        assertThat(FailureHeaders.decode(letter))
                .hasValueSatisfying(failure -> assertThat(failure.attempts()).isEqualTo(4));
        assertThat(sink.count("applied")).isEqualTo(2);
        assertThat(sink.count("superseded")).isOne();
        assertThat(sink.count("dead_lettered")).isOne();
        assertThat(sink.count("retried")).isZero();
    }

    private boolean passedEverywhere(long beat) {
        Map<Integer, Map<String, Heartbeat>> channels = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : sink.retries()) {
            passage(record)
                    .ifPresent(passage -> channels.computeIfAbsent(record.partition(), any -> new HashMap<>())
                            .putAll(passage.passed()));
        }
        return channels.size() == SinkHarness.PARTITIONS
                && channels.values().stream()
                        .allMatch(passed -> passed.size() == EVENT_PARTITIONS
                                && passed.values().stream().allMatch(found -> found.beat() == beat));
    }

    private static int indexOfLetter(List<ConsumerRecord<byte[], byte[]>> retries) {
        for (int i = 0; i < retries.size(); i++) {
            if (Control.of(SinkHarness.headers(retries.get(i))).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<Passage> passage(ConsumerRecord<byte[], byte[]> record) {
        return Control.of(SinkHarness.headers(record))
                .filter(Control.PASSAGE::equals)
                .flatMap(any -> ProgressCodec.passage(record.value()));
    }

    private static UUID eventId(SampleEvent event) {
        return UUID.fromString(event.headers().get(EventHeaders.ID));
    }

    private static String id(long number) {
        return new UUID(1, number).toString();
    }
}
