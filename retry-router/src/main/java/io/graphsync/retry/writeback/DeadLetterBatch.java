package io.graphsync.retry.writeback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The dead letters that were read and are not written back, and the offsets that may be committed once they are. While
 * there are any the consumer is paused: it stays a member of its group and reads no further. The consumer's thread alone.
 */
final class DeadLetterBatch implements ConsumerRebalanceListener {
    private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> unwritten = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

    DeadLetterBatch(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Reads on; reads nothing while letters are unwritten, but keeps the membership alive. */
    void poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        records.forEach(unwritten::add);
        uncommitted.putAll(records.nextOffsets());
        if (!unwritten.isEmpty()) {
            consumer.pause(consumer.assignment());
        }
    }

    List<ConsumerRecord<byte[], byte[]>> unwritten() {
        return List.copyOf(unwritten);
    }

    /** Notes that all letters are written, and reads on. */
    void written() {
        unwritten.clear();
        consumer.resume(consumer.paused());
    }

    /** Commits what is written. A commit that fails is made up for later, or the letters are written twice. */
    void commit() {
        if (!unwritten.isEmpty() || uncommitted.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(uncommitted), COMMIT_DEADLINE);
            uncommitted.clear();
        } catch (TimeoutException | RetriableCommitFailedException | RebalanceInProgressException later) {
            // The offsets stay noted and are committed with the next call.
        } catch (CommitFailedException lost) {
            uncommitted.clear();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    /** Whoever gets the partitions reads the letters again. */
    private void forget(Collection<TopicPartition> partitions) {
        unwritten.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
        partitions.forEach(uncommitted::remove);
    }
}
