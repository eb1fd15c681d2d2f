package io.graphsync.verification.chaos.inject;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends old events once more, as a sender in doubt or an operator who replays would. One thread. */
final class LateDuplicates {
    private static final int MOST_OF_A_PARTITION = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private final Random random;

    LateDuplicates(String bootstrapServers, long seed) {
        this.bootstrapServers = bootstrapServers;
        this.random = new Random(seed);
    }

    /** Sends some events of each partition again, in a random order, and returns how many. */
    int send() {
        List<ConsumerRecord<byte[], byte[]>> old = read();
        Collections.shuffle(old, random);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : old) {
                sent.add(producer.send(new ProducerRecord<>(
                        record.topic(), record.partition(), record.key(), record.value(), record.headers())));
            }
            producer.close(PATIENCE);
            // The broker may be the next to go; a duplicate is owed to nobody.
            return (int) sent.stream()
                    .filter(future -> future.state() == Future.State.SUCCESS)
                    .count();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicNames names = new TopicNames(TopicNames.DEFAULT_PREFIX);
            for (String topic : EventTypeReader.builtIn().topics()) {
                consumer.partitionsFor(names.events(topic), PATIENCE)
                        .forEach(info ->
                                readSome(consumer, new TopicPartition(info.topic(), info.partition()), records));
            }
        }
        return records;
    }

    private void readSome(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long end = consumer.endOffsets(one, PATIENCE).getOrDefault(partition, 0L);
        if (end == 0) {
            return;
        }
        consumer.seek(partition, random.nextLong(end));
        int taken = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
            boolean event = record.headers().lastHeader(Control.HEADER) == null && record.value() != null;
            if (event && taken < MOST_OF_A_PARTITION) {
                records.add(record);
                taken++;
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("max.request.size", TopicLayout.MAX_RECORD_BYTES);
        settings.put("max.block.ms", 8_000);
        settings.put("request.timeout.ms", 8_000);
        settings.put("delivery.timeout.ms", 9_000);
        settings.put("default.api.timeout.ms", 9_000);
        return settings;
    }
}
