package io.graphsync.retry.stage;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the contract says of a sink towards the retry topics: an outcome or a failure for every redelivered event. */
public final class SinkStandIn implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final TopicNames names;
    private final Function<UUID, Verdict> verdict;
    private final Map<UUID, Integer> deliveries = new ConcurrentHashMap<>();
    private final Thread thread;

    /** What becomes of an event. */
    public enum Verdict {
        /** The graph takes it. */
        APPLY,
        /** The graph has something newer. */
        SUPERSEDE,
        /** It can't be applied. */
        REFUSE
    }

    /** Starts to consume. */
    public SinkStandIn(String bootstrapServers, TopicNames names, Function<UUID, Verdict> verdict) {
        this.names = names;
        this.verdict = verdict;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        List<TopicPartition> partitions = consumer.partitionsFor(names.retryDue()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("sink-stand-in").daemon().start(this::run);
    }

    /** How often each event was delivered. */
    public Map<UUID, Integer> deliveries() {
        return Map.copyOf(deliveries);
    }

    private void run() {
        try {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::handle);
            }
        } catch (WakeupException closed) {
            consumer.close();
            producer.close();
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        UUID id = UUID.fromString(headers.getOrDefault(EventHeaders.ID, record.key()));
        deliveries.merge(id, 1, Integer::sum);
        Failure before = FailureHeaders.decode(headers).orElseThrow();
        switch (verdict.apply(id)) {
            case APPLY -> end(new Outcome(id, Outcome.Result.APPLIED, before.attempts()));
            case SUPERSEDE -> end(new Outcome(id, Outcome.Result.SUPERSEDED, before.attempts()));
            case REFUSE -> {
                Map<String, String> carried = new HashMap<>(headers);
                carried.putAll(FailureHeaders.encode(new Failure(
                        Failure.Stage.SINK,
                        Failure.Kind.POISON,
                        "graphsync.invalid-event",
                        "still wrong",
                        before.attempts() + 1,
                        before.firstFailedAt(),
                        Instant.now(),
                        before.origin())));
                send(id, record.value(), carried);
            }
        }
    }

    private void end(Outcome outcome) {
        send(outcome.eventId(), new byte[] {'{', '}'}, outcome.headers());
    }

    private void send(UUID id, byte[] value, Map<String, String> headers) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(names.retry(), id.toString(), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        var unused = producer.send(record);
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
