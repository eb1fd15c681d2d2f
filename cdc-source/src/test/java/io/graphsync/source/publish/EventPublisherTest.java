package io.graphsync.source.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.metrics.SourceMetric;
import io.graphsync.source.route.BeatRow;
import io.graphsync.source.route.Captured;
import io.graphsync.source.route.EventRouter;
import io.graphsync.source.route.OutboxRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    private static final Instant COMMITTED = Instant.parse("2026-03-01T10:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger restored = new AtomicInteger();
    private final ScriptedProducer producer = new ScriptedProducer();
    private final EventPublisher publisher = new EventPublisher(
            producer,
            new EventRouter(
                    EventTypeReader.builtIn(),
                    new TopicNames("app"),
                    Map.of("app.events.conversation", 1, "app.events.message", 1, "app.events.feedback", 1)),
            restored::incrementAndGet,
            new SourceMeters(registry),
            InstantSource.fixed(COMMITTED.plusMillis(5)),
            "broker:9092");

    @Test
    void rows_are_sent_in_order_and_counted_when_acknowledged() throws Exception {
        publisher.publish(rows(1, 2, 3));

        assertThat(producer.sentSeqs()).containsExactly(1, 2, 3);
        assertThat(counter(SourceMetric.RECORDS)).isEqualTo(3);
        assertThat(counter(SourceMetric.POISON)).isZero();
    }

    @Test
    void a_record_that_is_not_taken_in_time_is_sent_again_before_all_later_ones() throws Exception {
        producer.failures.add(Optional.empty());
        producer.failures.add(Optional.of(new TimeoutException("no metadata")));

        publisher.publish(rows(1, 2, 3));

        assertThat(producer.sentSeqs()).containsExactly(1, 2, 3);
        assertThat(restored).hasValue(1);
        assertThat(counter(SourceMetric.RECORDS)).isEqualTo(3);
    }

    @Test
    void a_record_that_is_too_large_for_its_topic_is_replaced_by_a_note() throws Exception {
        producer.failures.add(Optional.of(new RecordTooLargeException("1 MB at most")));

        publisher.publish(rows(1, 2));

        assertThat(producer.history()).extracting(ProducerRecord::topic).contains("app.retry", "app.events.message");
        assertThat(registry.get(SourceMetric.POISON.id())
                        .tag("reason", Failure.PAYLOAD_TOO_LARGE)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_retry_topic_that_takes_nothing_is_fatal() {
        producer.failures.add(Optional.of(new RecordTooLargeException("1 MB at most")));
        producer.failures.add(Optional.of(new RecordTooLargeException("1 byte at most")));

        assertThatExceptionOfType(SourceFailedException.class)
                .isThrownBy(() -> publisher.publish(rows(1)))
                .withMessageContaining("app.retry")
                .withMessageContaining("max.message.bytes");
    }

    @Test
    void a_refusal_ends_the_publishing() {
        producer.failures.add(Optional.of(new TopicAuthorizationException("app.events.message")));

        assertThatExceptionOfType(TopicAuthorizationException.class).isThrownBy(() -> publisher.publish(rows(1, 2)));
    }

    @Test
    void a_heartbeat_goes_to_every_partition_when_all_before_it_is_acknowledged() throws Exception {
        producer.failures.add(Optional.empty());
        producer.failures.add(Optional.of(new TimeoutException("no metadata")));
        List<Captured> batch = new ArrayList<>(rows(1, 2));
        batch.add(beat(7));
        batch.addAll(rows(3));

        publisher.publish(batch);

        assertThat(producer.history().stream().map(EventPublisherTest::label))
                .containsExactly(
                        "1",
                        "2",
                        "app.events.conversation beat 7 of 3",
                        "app.events.feedback beat 7 of 3",
                        "app.events.message beat 7 of 3",
                        "3");
        assertThat(counter(SourceMetric.HEARTBEATS)).isEqualTo(1);
        assertThat(counter(SourceMetric.RECORDS)).isEqualTo(3);
    }

    @Test
    void a_heartbeat_that_is_not_taken_in_time_is_sent_again() throws Exception {
        producer.failures.add(Optional.of(new TimeoutException("no metadata")));

        publisher.publish(List.of(beat(7)));

        assertThat(producer.history()).hasSize(3);
        assertThat(counter(SourceMetric.HEARTBEATS)).isEqualTo(1);
    }

    @Test
    void a_heartbeat_that_is_too_large_for_a_topic_holds_nothing_up() throws Exception {
        producer.failures.add(Optional.of(new RecordTooLargeException("1 byte at most")));

        publisher.publish(List.of(beat(7)));

        assertThat(producer.history()).hasSize(2);
    }

    private static BeatRow beat(long number) {
        return new BeatRow(number, COMMITTED, "10:12:11");
    }

    private static String label(ProducerRecord<byte[], byte[]> record) {
        var seq = record.headers().lastHeader("graphsync.seq");
        if (seq != null) {
            return new String(seq.value(), StandardCharsets.UTF_8);
        }
        assertThat(record.key()).isEqualTo("graphsync.heartbeat".getBytes(StandardCharsets.UTF_8));
        Heartbeat beat = ProgressCodec.heartbeat(record.value()).orElseThrow();
        return record.topic() + " beat " + beat.beat() + " of " + beat.partitions();
    }

    private double counter(SourceMetric metric) {
        return registry.find(metric.id()).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static List<OutboxRow> rows(int... seqs) {
        return IntStream.of(seqs)
                .<OutboxRow>mapToObj(seq -> new OutboxRow.Wellformed(event(seq)))
                .toList();
    }

    private static OutboxEvent event(int seq) {
        UUID message = new UUID(0, seq);
        return new OutboxEvent(
                new UUID(1, seq),
                "message_upsert",
                message,
                seq,
                1,
                COMMITTED,
                OptionalLong.empty(),
                Optional.empty(),
                "{\"message_id\": \"" + message + "\", \"conversation_id\": \"" + new UUID(2, 2)
                        + "\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\"}");
    }

    /** Kafka's own fake, which fails the next sends as told; empty means success. */
    private static final class ScriptedProducer extends MockProducer<byte[], byte[]> {
        private final Deque<Optional<RuntimeException>> failures = new ArrayDeque<>();

        ScriptedProducer() {
            super(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            Optional<RuntimeException> failure = failures.isEmpty() ? Optional.empty() : failures.pop();
            return failure.<Future<RecordMetadata>>map(CompletableFuture::failedFuture)
                    .orElseGet(() -> super.send(record));
        }

        List<Integer> sentSeqs() {
            return history().stream()
                    .map(record -> record.headers().lastHeader("graphsync.seq").value())
                    .map(bytes -> Integer.valueOf(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)))
                    .toList();
        }
    }
}
