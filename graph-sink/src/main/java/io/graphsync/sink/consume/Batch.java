package io.graphsync.sink.consume;

import java.time.Duration;
import java.util.List;
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
