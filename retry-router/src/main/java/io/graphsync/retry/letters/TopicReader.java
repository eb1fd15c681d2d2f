package io.graphsync.retry.letters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads all partitions of some topics, committed records alone, from where it stands to where they end. One thread. */
public final class TopicReader<V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final LetterSettings settings;
    private final KafkaConsumer<byte[], V> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    private TopicReader(LetterSettings settings, KafkaConsumer<byte[], V> consumer) {
        this.settings = settings;
        this.consumer = consumer;
    }

    /**
     * Opens the topics.
     *
     * @throws LettersException if one of them is missing, or Kafka can't be asked
     */
    public static <V> TopicReader<V> open(
            LetterSettings settings, Class<? extends Deserializer<V>> values, Collection<String> topics) {
        KafkaConsumer<byte[], V> consumer;
        try {
            consumer = new KafkaConsumer<>(settings.consumer(values));
        } catch (KafkaException e) {
            throw unreachable(settings, e);
        }
        TopicReader<V> reader = new TopicReader<>(settings, consumer);
        try {
            topics.forEach(reader::assign);
            consumer.assign(reader.partitions);
            return reader;
        } catch (KafkaException e) {
            reader.close();
            throw unreachable(settings, e);
        } catch (LettersException e) {
            reader.close();
            throw e;
        }
    }

    private void assign(String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new LettersException(
                    LettersException.Reason.NO_TOPIC,
                    "Kafka at " + settings.bootstrapServers() + " has no topic " + topic);
        }
        found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
    }

    /** Goes to where the topics begin. */
    public void seekToBeginning() {
        asked(() -> consumer.seekToBeginning(partitions));
    }

    /** Goes to where the topics end now. */
    void seekToEnd() {
        asked(() -> {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        });
    }

    /** Reads to where the topics ended when it was called. */
    public void readToEnd(Consumer<ConsumerRecord<byte[], V>> to) {
        asked(() -> {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long heard = System.nanoTime();
            while (isBefore(ends)) {
                ConsumerRecords<byte[], V> records = consumer.poll(POLL);
                records.forEach(to);
                if (!records.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > PATIENCE_NANOS) {
                    throw new org.apache.kafka.common.errors.TimeoutException("no records within 30 s");
                }
            }
        });
    }

    /** Reads what comes within a time. */
    void read(Duration time, Consumer<ConsumerRecord<byte[], V>> to) {
        asked(() -> consumer.poll(time).forEach(to));
    }

    /** Reads the records of one partition from one offset to another, both included. */
    void read(TopicPartition partition, long first, long last, Consumer<ConsumerRecord<byte[], V>> to) {
        asked(() -> {
            consumer.assign(List.of(partition));
            consumer.seek(partition, first);
            long heard = System.nanoTime();
            while (consumer.position(partition) <= last) {
                ConsumerRecords<byte[], V> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], V> record : records) {
                    if (record.offset() <= last) {
                        to.accept(record);
                    }
                }
                if (!records.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > PATIENCE_NANOS) {
                    throw new org.apache.kafka.common.errors.TimeoutException("no records within 30 s");
                }
            }
        });
    }

    int partitionCount(String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        return found == null ? 0 : found.size();
    }

    private boolean isBefore(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void asked(Runnable question) {
        try {
            question.run();
        } catch (KafkaException e) {
            throw unreachable(settings, e);
        }
    }

    static LettersException unreachable(LetterSettings settings, KafkaException cause) {
        return new LettersException(
                LettersException.Reason.UNREACHABLE,
                "can't read from Kafka at " + settings.bootstrapServers() + ": " + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_DEADLINE));
    }
}
