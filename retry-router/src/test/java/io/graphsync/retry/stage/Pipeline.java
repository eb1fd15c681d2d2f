package io.graphsync.retry.stage;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.progress.Passage;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.retry.RouterApp;
import io.graphsync.retry.RouterConfig;
import io.graphsync.stack.junit.TestStack;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The router's neighbours: the topics, the sink that reports failures, the outbox. */
public final class Pipeline implements AutoCloseable {
    /** The backoff before the first redelivery, in milliseconds; jitter is 20 %, the multiplier 2. */
    public static final int FIRST_BACKOFF_MS = 500;

    /** Deliveries until an event is a dead letter. */
    public static final int MAX_ATTEMPTS = 3;

    private static final int PARTITIONS = 2;

    private final TestStack stack;
    private final Path directory;
    private final KafkaProducer<String, byte[]> producer;

    /** Connects to a test's stack; makes nothing yet. */
    public Pipeline(TestStack stack, Path directory) {
        this.stack = stack;
        this.directory = directory;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        TopicLayout.MAX_RECORD_BYTES * 2),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** The topics' names. */
    public TopicNames names() {
        return new TopicNames(stack.topicPrefix());
    }

    /** The test's outbox. */
    public OutboxTable outbox() {
        return new OutboxTable(stack.jdbcUrl(), stack.user(), stack.password());
    }

    /** Makes the topics as cdc-source does. */
    public void createTopics() {
        stack.createTopics(TopicLayout.of(names(), EventTypeReader.builtIn(), PARTITIONS).stream()
                .map(layout -> new NewTopic(layout.name(), Optional.of(layout.partitions()), Optional.empty())
                        .configs(layout.settings()))
                .toList());
    }

    /** The router's configuration, with short backoffs. */
    public Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        config.put("database.url", stack.jdbcUrl());
        config.put("database.user", stack.user());
        config.put("database.password", stack.password());
        config.put("kafka.bootstrap.servers", stack.bootstrapServers());
        config.put("topics.prefix", stack.topicPrefix());
        config.put("retry.max.attempts", Integer.toString(MAX_ATTEMPTS));
        config.put("retry.backoff.initial.ms", Integer.toString(FIRST_BACKOFF_MS));
        config.put("retry.state.directory", directory.resolve("state").toString());
        return config;
    }

    /** The name of the router's consumer group, and what the ids of its transactions begin with. */
    private String routerGroup() {
        return RouterConfig.parse(config()).streams().applicationId();
    }

    /** A producer as of a thread of the router, whose transactions have the longest timeout that brokers allow. */
    public KafkaProducer<byte[], byte[]> transactional(String thread) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        routerGroup() + "-" + thread,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        900_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Begins a transaction with the offsets that the router has committed. */
    public void holdOffsets(KafkaProducer<byte[], byte[]> producer) throws Exception {
        String group = routerGroup();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()));
                KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                stack.bootstrapServers(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                group),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(offsets, member.groupMetadata());
        }
    }

    /** Starts a router in this JVM. */
    public RouterApp start(MeterRegistry registry) {
        return start(registry, Map.of());
    }

    /** Starts a router in this JVM that has further settings. */
    public RouterApp start(MeterRegistry registry, Map<String, String> further) {
        Map<String, String> config = config();
        config.putAll(further);
        return RouterApp.start(RouterConfig.parse(config), registry);
    }

    /** Reads a topic. */
    public TopicTail tail(String topic) {
        return new TopicTail(stack.bootstrapServers(), topic);
    }

    /** Reports a failed delivery, as a sink does. */
    public void fail(UUID id, int attempts, Failure.Kind kind) {
        fail(id, attempts, kind, payload(id));
    }

    /** Reports a failed delivery of an event with that payload. */
    public void fail(UUID id, int attempts, Failure.Kind kind, byte[] payload) {
        OutboxEvent event = new OutboxEvent(
                id,
                "conversation_upsert",
                new UUID(7, 7),
                42,
                1,
                Instant.now(),
                OptionalLong.empty(),
                Optional.empty(),
                "");
        Failure failure = new Failure(
                Failure.Stage.SINK,
                kind,
                "Neo.TransientError.Transaction.LockClientStopped",
                "attempt " + attempts,
                attempts,
                Instant.now(),
                Instant.now(),
                "graphsync.events.conversation-0@5");
        Map<String, String> headers = new HashMap<>(EventHeaders.encode(event));
        headers.putAll(FailureHeaders.encode(failure));
        send(names().retry(), id.toString(), payload, headers);
    }

    /** Tells how a redelivery ended, as a sink does. */
    public void end(Outcome outcome) {
        send(names().retry(), outcome.eventId().toString(), new byte[] {'{', '}'}, outcome.headers());
    }

    /** Tells each partition of the retry topic that all event partitions have passed a heartbeat, as a sink does. */
    public void pass(long beat, int eventPartitions) {
        Heartbeat heartbeat = new Heartbeat(beat, Instant.now(), beat + ":" + beat + ":", eventPartitions);
        Map<String, Heartbeat> passed = new HashMap<>();
        for (int i = 0; i < eventPartitions; i++) {
            passed.put("message-" + i, heartbeat);
        }
        for (int i = 0; i < PARTITIONS; i++) {
            ProducerRecord<String, byte[]> passage = new ProducerRecord<>(
                    names().retry(), i, "graphsync.passage", ProgressCodec.encode(new Passage(passed)));
            send(passage, Map.of(Control.HEADER, Control.PASSAGE.text()));
        }
    }

    /** Closes a dead letter. */
    public void closeLetter(UUID id) {
        send(names().deadLetters(), id.toString(), null, Map.of());
    }

    /** Sends a record and waits until Kafka has it. */
    public void send(String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        send(new ProducerRecord<>(topic, key, value), headers);
    }

    /** Sends a record with headers that are no text as well. */
    public void send(
            String topic, String key, byte[] value, Map<String, String> headers, Consumer<Headers> moreHeaders) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        moreHeaders.accept(record.headers());
        send(record, headers);
    }

    private void send(ProducerRecord<String, byte[]> record, Map<String, String> headers) {
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The payload of an event, which names it. */
    public static byte[] payload(UUID id) {
        return ("{\"conversation_id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
