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
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads all partitions of some topics, committed records alone, from where it stands to where they end. One thread. */
public final class TopicReader<V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    /**
     * A commit is answered before readers of committed records see it. What stays open for longer is not on its way to a
     * commit: its client is slow or was killed.
     */
    private static final Duration OPEN_TRANSACTIONS = Duration.ofSeconds(5);

    /** Longer than a transaction of a killed client stays open: 60 s in Kafka's default, and 10 s until that is looked at. */
    private static final Duration KILLED_TRANSACTIONS = Duration.ofSeconds(80);

    private final LetterSettings settings;
    private final KafkaConsumer<byte[], V> consumer;

    /** Asks where the topics end, with what is in open transactions; a reader of committed records is told an end before. */
    private final KafkaConsumer<byte[], V> written;

    private final List<TopicPartition> partitions = new ArrayList<>();

    private TopicReader(LetterSettings settings, KafkaConsumer<byte[], V> consumer, KafkaConsumer<byte[], V> written) {
        this.settings = settings;
        this.consumer = consumer;
        this.written = written;
    }

    /**
     * Opens the topics.
     *
     * @throws LettersException if one of them is missing, or Kafka can't be asked
     */
    public static <V> TopicReader<V> open(
            LetterSettings settings, Class<? extends Deserializer<V>> values, Collection<String> topics) {
        TopicReader<V> reader;
        try {
            reader = new TopicReader<>(
                    settings,
                    new KafkaConsumer<>(settings.consumer(values, IsolationLevel.READ_COMMITTED)),
                    new KafkaConsumer<>(settings.consumer(values, IsolationLevel.READ_UNCOMMITTED)));
        } catch (KafkaException e) {
            throw unreachable(settings, e);
        }
        try {
            topics.forEach(reader::assign);
            reader.consumer.assign(reader.partitions);
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

    /**
     * Reads to where the topics ended when it was called, with what was in a transaction then. A transaction that stays open
     * for seconds is left out; the next call has it.
     */
    void readToEnd(Consumer<ConsumerRecord<byte[], V>> to) {
        asked(() -> readTo(written.endOffsets(partitions), OPEN_TRANSACTIONS, to));
    }

    /**
     * Reads to where the topics ended when it was called, and waits for the transactions that were open then.
     *
     * @throws LettersException if one of them stays open
     */
    public void readAll(Consumer<ConsumerRecord<byte[], V>> to) {
        asked(() -> {
            Map<TopicPartition, Long> ends = written.endOffsets(partitions);
            readTo(ends, KILLED_TRANSACTIONS, to);
            if (isBefore(ends)) {
                throw new org.apache.kafka.common.errors.TimeoutException(
                        "a transaction was open for " + KILLED_TRANSACTIONS.toSeconds() + " s");
            }
        });
    }

    private void readTo(
            Map<TopicPartition, Long> ends, Duration openTransactions, Consumer<ConsumerRecord<byte[], V>> to) {
        long heard = System.nanoTime();
        while (isBefore(ends)) {
            ConsumerRecords<byte[], V> records = consumer.poll(POLL);
            records.forEach(to);
            if (!records.isEmpty()) {
                heard = System.nanoTime();
                continue;
            }
            long silent = System.nanoTime() - heard;
            if (silent > openTransactions.toNanos() && !isBefore(consumer.endOffsets(partitions))) {
                return;
            }
            if (silent > PATIENCE_NANOS + openTransactions.toNanos()) {
                throw noRecords();
            }
        }
    }

    private static KafkaException noRecords() {
        return new org.apache.kafka.common.errors.TimeoutException(
                "no records within " + Duration.ofNanos(PATIENCE_NANOS).toSeconds() + " s");
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
                    throw noRecords();
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
        written.close(CloseOptions.timeout(CLOSE_DEADLINE));
    }
}
