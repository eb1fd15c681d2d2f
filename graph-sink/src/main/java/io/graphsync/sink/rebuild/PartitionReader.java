package io.graphsync.sink.rebuild;

import io.graphsync.sink.consume.BatchLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Reads some partitions to their ends, and maps what it has read while the processor still has it at hand. Waits without end for a
 * broker that is away. One thread at a time.
 *
 * @param <E> what the target of the rebuild keeps of an event
 */
final class PartitionReader<E> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Longer than a broker takes to answer, unless it is away. */
    static final Duration LONG_SILENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordMapping<E> mapping;
    private final RebuildProgress progress;
    private final Duration longSilence;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long heardAt = System.nanoTime();
    private boolean isWaiting;

    /**
     * Makes a reader.
     *
     * @param consumer assigned nothing yet; closed with this
     * @param progress is told while nothing comes, and when something comes again
     * @param longSilence how long nothing may come before that is told
     */
    PartitionReader(
            Consumer<byte[], byte[]> consumer,
            RecordMapping<E> mapping,
            RebuildProgress progress,
            Duration longSilence) {
        this.consumer = consumer;
        this.mapping = mapping;
        this.progress = progress;
        this.longSilence = longSilence;
    }

    /**
     * What was read at once.
     *
     * @param mapped what became of the records
     * @param records how many they were
     * @param positions the next offset of each partition that was read
     */
    record Read<E>(List<Prepared<E>> mapped, long records, Map<TopicPartition, Long> positions) {}

    /**
     * Says what to read from now on.
     *
     * @param partitions where each partition ends
     * @param begins where each begins; those that are not in it are read from their first record
     */
    void assign(Map<TopicPartition, Long> partitions, Map<TopicPartition, Long> begins) {
        ends.clear();
        ends.putAll(partitions);
        consumer.assign(ends.keySet());
        for (TopicPartition partition : ends.keySet()) {
            if (begins.containsKey(partition)) {
                consumer.seek(partition, begins.getOrDefault(partition, 0L));
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
        }
    }

    /** Returns whether there is nothing left to read. */
    boolean isAtItsEnd() {
        return ends.isEmpty();
    }

    /** Reads until it has as many records or bytes, or is at the end of all its partitions. */
    Read<E> read(BatchLimits limits) throws InterruptedException {
        List<Prepared<E>> mapped = new ArrayList<>();
        Map<TopicPartition, Long> positions = new HashMap<>();
        long records = 0;
        long bytes = 0;
        while (records < limits.maxRecords() && bytes < limits.maxBytes() && !ends.isEmpty()) {
            List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : poll()) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    records++;
                    bytes += Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
                    polled.add(record);
                }
            }
            mapping.map(polled, mapped::add);
            positions.putAll(advance());
        }
        return new Read<>(mapped, records, positions);
    }

    /** Returns where it stands. Positions also move over what is no record: marks of transactions, and what compaction has taken away. */
    private Map<TopicPartition, Long> advance() {
        Map<TopicPartition, Long> positions =
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, consumer::position));
        Set<TopicPartition> ended = positions.keySet().stream()
                .filter(partition -> positions.getOrDefault(partition, 0L) >= ends.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
        consumer.pause(ended);
        ends.keySet().removeAll(ended);
        return positions;
    }

    /** An empty answer is also what a poll gives while no broker is there. */
    private ConsumerRecords<byte[], byte[]> poll() throws InterruptedException {
        while (true) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                note(!records.isEmpty());
                return records;
            } catch (InterruptException interrupted) {
                throw new InterruptedException();
            } catch (RetriableException failure) {
                note(false);
                Thread.sleep(POLL);
            } catch (KafkaException failure) {
                throw new ReplayException("Kafka can't be read: " + failure.getMessage(), failure);
            }
        }
    }

    private void note(boolean heard) {
        long now = System.nanoTime();
        if (heard) {
            heardAt = now;
            if (isWaiting) {
                progress.activity("running");
            }
            isWaiting = false;
        } else if (now - heardAt > longSilence.toNanos()) {
            progress.activity("waiting(kafka)");
            isWaiting = true;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
