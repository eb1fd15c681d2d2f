package io.graphsync.retry.writeback;

import io.graphsync.outbox.topic.TopicNames;
import java.time.Duration;
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
 * Reads the retry topic and the dead-letter topic, and keeps the offsets that may be committed once what was read is
 * written. While it is not, the consumer is paused: it stays a member of its group and reads no further. The consumer's
 * thread alone.
 */
final class WritebackConsumer implements ConsumerRebalanceListener {
    private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicNames names;
    private final PendingWrites pending = new PendingWrites();
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

    WritebackConsumer(Consumer<byte[], byte[]> consumer, TopicNames names) {
        this.consumer = consumer;
        this.names = names;
    }

    /** Joins the group. */
    void subscribe() {
        consumer.subscribe(List.of(names.retry(), names.deadLetters()), this);
    }

    /** Reads on; reads nothing while something is unwritten, but keeps the membership alive. */
    void poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        if (!records.isEmpty()) {
            int channels = consumer.partitionsFor(names.retry()).size();
            records.forEach(record -> pending.add(map(record), channels));
        }
        uncommitted.putAll(records.nextOffsets());
        if (!pending.isEmpty()) {
            consumer.pause(consumer.assignment());
        }
    }

    private Said map(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(names.retry()) ? RecordMapper.ofRetry(record) : RecordMapper.ofDeadLetters(record);
    }

    PendingWrites pending() {
        return pending;
    }

    /** Notes that all is written, and reads on. */
    void written() {
        pending.written();
        consumer.resume(consumer.paused());
    }

    /** Commits what is written. A commit that fails is made up for later, or the records are written twice. */
    void commit() {
        if (!pending.isEmpty() || uncommitted.isEmpty()) {
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

    /** Whoever gets the partitions reads again what was not committed, and all progress with the next passages. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(uncommitted::remove);
        pending.forget(partitions.stream()
                .filter(partition -> partition.topic().equals(names.retry()))
                .map(TopicPartition::partition)
                .toList());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
}
