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

    /** A window ends sooner or later, and with it what is done again after a kill, however few elements the events are of. */
    private static final int MOST_RECORDS_AN_EVENT = 20;

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

    /**
     * Reads until it has so many events, or is at the end of all its partitions. Records that newer ones cover are not counted: of a
     * long history most are, and what is left of it should be as much as is written at a time.
     */
    Read<E> read(BatchLimits limits) throws InterruptedException {
        Kept<E> kept = new Kept<>();
        Map<TopicPartition, Long> positions = new HashMap<>();
        long records = 0;
        while (kept.areLessThan(limits)
                && records < (long) limits.maxRecords() * MOST_RECORDS_AN_EVENT
                && !ends.isEmpty()) {
            List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : poll()) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    polled.add(record);
                }
            }
            mapping.map(polled, kept::add);
            records += polled.size();
            positions.putAll(advance());
        }
        return new Read<>(kept.mapped, records, positions);
    }

    /** What is left of the records, and the size of those that it came from. */
    private static final class Kept<E> {
        private final List<Prepared<E>> mapped = new ArrayList<>();
        private long bytes;

        void add(ConsumerRecord<byte[], byte[]> record, Prepared<E> prepared) {
            mapped.add(prepared);
            bytes += Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
        }

        boolean areLessThan(BatchLimits limits) {
            return mapped.size() < limits.maxRecords() && bytes < limits.maxBytes();
        }
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
            progress.waitingFor("kafka");
            isWaiting = true;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
