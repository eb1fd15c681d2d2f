package io.graphsync.sink.consume;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The records of one assigned partition that wait, and the one batch of it that is in flight. Touched by the loop alone. */
final class PartitionBuffer {
    private final TopicPartition partition;
    private final BatchLimits limits;
    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Batch inFlight;

    PartitionBuffer(TopicPartition partition, BatchLimits limits) {
        this.partition = partition;
        this.limits = limits;
    }

    void add(Collection<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            waiting.add(record);
            waitingBytes += bytes(record);
        }
    }

    /** Takes the next batch, if there is one and none is in flight. */
    Optional<Batch> start() {
        if (inFlight != null || waiting.isEmpty()) {
            return Optional.empty();
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && records.size() < limits.maxRecords()) {
            long size = bytes(waiting.element());
            if (!records.isEmpty() && bytes + size > limits.maxBytes()) {
                break;
            }
            bytes += size;
            records.add(waiting.remove());
        }
        waitingBytes -= bytes;
        inFlight = new Batch(partition, records, bytes);
        return Optional.of(inFlight);
    }

    /** Takes note that a batch is done; returns whether it was the one in flight. */
    boolean finish(Batch batch) {
        if (inFlight != batch) {
            return false;
        }
        inFlight = null;
        return true;
    }

    Optional<Batch> inFlight() {
        return Optional.ofNullable(inFlight);
    }

    /** Tells whether a whole batch waits, so that fetching more would only fill memory. */
    boolean isFull() {
        return waiting.size() >= limits.maxRecords() || waitingBytes >= limits.maxBytes();
    }

    /** Forgets what waits: the offsets were not committed. */
    void discardWaiting() {
        waiting.clear();
        waitingBytes = 0;
    }

    /** Returns the size of what waits and of what is in flight. */
    long heldBytes() {
        return waitingBytes + (inFlight == null ? 0 : inFlight.bytes());
    }

    private static long bytes(ConsumerRecord<byte[], byte[]> record) {
        return (long) Math.max(record.serializedKeySize(), 0) + Math.max(record.serializedValueSize(), 0);
    }
}
