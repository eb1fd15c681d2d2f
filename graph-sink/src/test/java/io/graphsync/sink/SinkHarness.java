package io.graphsync.sink;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.model.GraphFacts;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** A sink between a Kafka and a Neo4j of its own, and the test's hands on both. */
final class SinkHarness implements AutoCloseable {
    static final int PARTITIONS = 3;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Driver driver;
    private final TestStack stack;
    private final TopicNames names;
    private final EventCatalog catalog;
    private final Optional<Path> directory;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Queue<Exception> unsent = new ConcurrentLinkedQueue<>();
    private final List<SinkApp> apps = new ArrayList<>();

    SinkHarness(TestStack stack, Optional<Path> directory) {
        this.stack = stack;
        this.directory = directory;
        this.names = new TopicNames(stack.topicPrefix());
        this.catalog = directory.map(EventTypeReader::withDirectory).orElseGet(EventTypeReader::builtIn);
        this.driver = GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "max.request.size", TopicLayout.MAX_RECORD_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    TopicNames names() {
        return names;
    }

    void createTopics() {
        stack.createTopics(TopicLayout.of(names, catalog, PARTITIONS).stream()
                .map(layout -> new NewTopic(layout.name(), Optional.of(layout.partitions()), Optional.empty())
                        .configs(layout.settings()))
                .toList());
    }

    void createSchema() {
        GraphFacts.createSchema(driver);
    }

    void dropSchema() {
        GraphFacts.dropSchema(driver);
    }

    Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        config.put("kafka.bootstrap.servers", stack.bootstrapServers());
        config.put("kafka.consumer.metadata.max.age.ms", "1000");
        config.put("neo4j.uri", stack.boltUri());
        config.put("neo4j.username", stack.neo4jUser());
        config.put("neo4j.password", stack.neo4jPassword());
        config.put("topics.prefix", names.prefix());
        directory.ifPresent(path -> config.put("events.directory", path.toString()));
        return config;
    }

    SinkApp start() {
        return start(config());
    }

    SinkApp start(Map<String, String> config) {
        SinkApp app = SinkApp.start(SinkConfig.parse(config), catalog, registry);
        apps.add(app);
        return app;
    }

    /** Sends an event as the source does: by its type's topic, in the partition of its region. */
    void send(SampleEvent event) {
        send(event, event.headers(), event.json());
    }

    void send(SampleEvent event, Map<String, String> headers, String json) {
        var type = catalog.find(event.type()).orElseThrow();
        String region = String.valueOf(event.payload().get(type.region()));
        sendTo(names.events(type.topic()), Math.floorMod(region.hashCode(), PARTITIONS), headers, json);
    }

    void sendTo(String topic, int partition, Map<String, String> headers, String json) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                partition,
                UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        var unused = producer.send(record, (sent, failure) -> {
            if (failure != null) {
                unsent.add(failure);
            }
        });
    }

    /** Sends a beat into every partition of every event topic, as the source does. */
    void sendHeartbeat(long beat, Instant at) {
        Heartbeat heartbeat = new Heartbeat(
                beat, at, beat + ":" + beat + ":", catalog.topics().size() * PARTITIONS);
        String value = new String(ProgressCodec.encode(heartbeat), StandardCharsets.UTF_8);
        for (String topic : catalog.topics()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                sendTo(names.events(topic), partition, Map.of(Control.HEADER, Control.HEARTBEAT.text()), value);
            }
        }
        flush();
    }

    void flush() {
        producer.flush();
        if (!unsent.isEmpty()) {
            throw new IllegalStateException(unsent.size() + " events were not sent", unsent.peek());
        }
    }

    SortedSet<String> facts() {
        return GraphFacts.read(driver);
    }

    /** Returns everything that stands in the retry topic. */
    List<ConsumerRecord<byte[], byte[]>> retries() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.bootstrapServers(), "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(names.retry()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Returns the failed events that stand in the retry topic. */
    List<ConsumerRecord<byte[], byte[]>> letters() {
        return retries().stream()
                .filter(record -> Control.of(headers(record)).isEmpty())
                .toList();
    }

    double value(SinkMetric metric) {
        return registry.get(metric.id()).gauge().value();
    }

    double count(String outcome) {
        return registry.get(SinkMetric.RECORDS.id())
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        apps.forEach(SinkApp::close);
        producer.close();
        driver.close();
    }
}
