package io.graphsync.verification.chaos.judge;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, what was committed of them. One thread. */
final class TopicContents {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String bootstrapServers;
    private final TopicNames names = new TopicNames(TopicNames.DEFAULT_PREFIX);

    TopicContents(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The ids of all events that the event topics, the retry topic and the dead-letter topic hold. */
    Set<UUID> events() {
        List<String> topics = new ArrayList<>();
        EventTypeReader.builtIn().topics().forEach(topic -> topics.add(names.events(topic)));
        topics.addAll(List.of(names.retry(), names.deadLetters()));
        Set<UUID> ids = new HashSet<>();
        read(topics, record -> {
            Header id = record.headers().lastHeader(EventHeaders.ID);
            if (id != null) {
                ids.add(UUID.fromString(new String(id.value(), StandardCharsets.UTF_8)));
            }
        });
        return ids;
    }

    /** The ids of the open dead letters: those whose newest record has a value. */
    Set<UUID> openLetters() {
        Set<UUID> open = new HashSet<>();
        read(List.of(names.deadLetters()), record -> {
            UUID id = UUID.fromString(new String(record.key(), StandardCharsets.UTF_8));
            if (record.value() == null) {
                open.remove(id);
            } else {
                open.add(id);
            }
        });
        return open;
    }

    private void read(List<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(each);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the topics can't be read to their ends: " + topics);
                }
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("max.poll.records", 5_000);
        return settings;
    }
}
