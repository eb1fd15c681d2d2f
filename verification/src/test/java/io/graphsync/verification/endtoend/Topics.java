package io.graphsync.verification.endtoend;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.source.topics.TopicCreator;
import io.graphsync.stack.junit.TestStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reads and writes the topics of a test past the pipeline. One thread. */
final class Topics {
    private static final int PARTITIONS = 4;
    private static final short BROKERS_DEFAULT = -1;

    private final TestStack stack;
    private final EventCatalog catalog;

    Topics(TestStack stack, EventCatalog catalog) {
        this.stack = stack;
        this.catalog = catalog;
    }

    /** Creates every topic of a pipeline, as its source does: a partition that is that young may have no leader yet. */
    void create(TopicNames names) {
        new TopicCreator(Map.of("bootstrap.servers", stack.bootstrapServers()), BROKERS_DEFAULT)
                .ensure(TopicLayout.of(names, catalog, PARTITIONS));
    }

    /** Loses every topic of a pipeline, with all that stood in them and how far anybody had read. */
    void deleteAll(TopicNames names) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(clients())) {
            List<String> lost = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
                    .filter(topic -> topic.startsWith(names.prefix()))
                    .toList();
            admin.deleteTopics(lost).all().get();
        }
    }

    /** Makes compaction remove within seconds what production keeps for days. */
    void compactSoon(TopicNames names) throws ExecutionException, InterruptedException {
        List<AlterConfigOp> settings = Map.of(
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, "1000",
                        TopicConfig.SEGMENT_MS_CONFIG, "1000",
                        TopicConfig.DELETE_RETENTION_MS_CONFIG, "1000",
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01")
                .entrySet()
                .stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        catalog.topics()
                .forEach(topic ->
                        changes.put(new ConfigResource(ConfigResource.Type.TOPIC, names.events(topic)), settings));
        try (Admin admin = Admin.create(clients())) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    /** Returns every record that the event topics hold now. */
    List<ConsumerRecord<byte[], byte[]>> events(TopicNames names) {
        return read(catalog.topics().stream().map(names::events).toList());
    }

    /** Returns every record of the dead-letter topic. */
    List<ConsumerRecord<byte[], byte[]>> deadLetters(TopicNames names) {
        return read(List.of(names.deadLetters()));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(List<String> topics) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(clients(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(
                            partition -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Writes records again, in the given order; each goes to the topic of the same name under another prefix. */
    void write(List<ConsumerRecord<byte[], byte[]>> records, TopicNames from, TopicNames to)
            throws ExecutionException, InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                String topic =
                        to.prefix() + record.topic().substring(from.prefix().length());
                sent.add(producer.send(new ProducerRecord<>(
                        topic, record.partition(), record.key(), record.value(), record.headers())));
            }
            producer.flush();
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    /** Returns a record's headers as text. */
    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        return List.of(record.headers().toArray()).stream()
                .collect(Collectors.toMap(
                        header -> header.key(), header -> new String(header.value(), StandardCharsets.UTF_8)));
    }

    private Map<String, Object> clients() {
        return Map.of(
                "bootstrap.servers",
                stack.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "max.request.size",
                TopicLayout.MAX_RECORD_BYTES,
                "linger.ms",
                5);
    }
}
