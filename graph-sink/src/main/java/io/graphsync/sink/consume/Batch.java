package io.graphsync.sink.consume;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Consecutive records of one partition, written in one transaction where nothing fails.
 *
 * <p>Made and abandoned by the loop, worked on by a writer.
 */
final class Batch implements Work {
    private final TopicPartition partition;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final long bytes;
    private final CountDownLatch abandoned = new CountDownLatch(1);

    Batch(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, long bytes) {
        this.partition = partition;
        this.bytes = bytes;
        this.records = List.copyOf(records);
    }

    TopicPartition partition() {
        return partition;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** Returns the size of the records' keys and values. */
    long bytes() {
        return bytes;
    }

    /** Returns what to commit when all records are dealt with. */
    OffsetAndMetadata next() {
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), "");
    }

    /** Returns the last heartbeat among the records, empty where there is none. */
    Optional<Heartbeat> heartbeat() {
        for (int i = records.size() - 1; i >= 0; i--) {
            if (RecordHeaders.control(records.get(i)).equals(Optional.of(Control.HEARTBEAT))) {
                Optional<Heartbeat> heartbeat =
                        Optional.ofNullable(records.get(i).value()).flatMap(ProgressCodec::heartbeat);
                if (heartbeat.isPresent()) {
                    return heartbeat;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns whether no record is an event, so that there is nothing to write. */
    boolean isWithoutEvents() {
        return records.stream().allMatch(record -> RecordHeaders.control(record).isPresent());
    }

    /** Tells the writer that nobody waits for this batch any more: its records will be delivered again. */
    void abandon() {
        abandoned.countDown();
    }

    boolean isAbandoned() {
        return abandoned.getCount() == 0;
    }

    @Override
    public void pause(Duration delay) throws AbandonedException {
        try {
            if (abandoned.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AbandonedException();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AbandonedException();
        }
    }
}
