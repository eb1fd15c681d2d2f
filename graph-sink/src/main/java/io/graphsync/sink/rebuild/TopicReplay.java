package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.sink.consume.BatchLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Reads the event topics, one after the other, from where they begin or from a checkpoint to the ends that they had when the
 * rebuild began. Waits without end for a broker that is away. One thread.
 *
 * @param <E> what the target of the rebuild keeps of an event
 */
final class TopicReplay<E> implements Replay<E> {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final RecordMapping<E> mapping;
    private final BatchLimits limits;
    private final RebuildProgress progress;
    private long heardAt = System.nanoTime();
    private Optional<String> assigned = Optional.empty();

    /**
     * Makes a reader.
     *
     * @param consumer assigned nothing yet; closed with this
     * @param topics in the order in which they are read
     * @param ends where each partition ends; those of other topics are not looked at
     * @param checkpoint of an earlier attempt; empty to read all
     * @param mapping what makes of records what is written
     * @param limits of one window
     * @param progress is told while nothing comes
     */
    TopicReplay(
            Consumer<byte[], byte[]> consumer,
            List<String> topics,
            Map<TopicPartition, Long> ends,
            JsonNode checkpoint,
            RecordMapping<E> mapping,
            BatchLimits limits,
            RebuildProgress progress) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.ends = Map.copyOf(ends);
        this.mapping = mapping;
        this.limits = limits;
        this.progress = progress;
        next.putAll(Offsets.fromJson(checkpoint));
        next.keySet().retainAll(this.ends.keySet());
    }

    @Override
    public Optional<Window<E>> next() throws InterruptedException {
        for (String topic : topics) {
            List<TopicPartition> open = open(topic);
            if (!open.isEmpty()) {
                assign(topic, open);
                return Optional.of(read(topic));
            }
        }
        return Optional.empty();
    }

    /** The partitions of a topic that have not been read to their ends. */
    private List<TopicPartition> open(String topic) {
        return ends.keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .filter(partition -> next.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                .toList();
    }

    private void assign(String topic, List<TopicPartition> open) {
        if (assigned.filter(topic::equals).isPresent()) {
            return;
        }
        consumer.assign(open);
        for (TopicPartition partition : open) {
            if (next.containsKey(partition)) {
                consumer.seek(partition, next.getOrDefault(partition, 0L));
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
        }
        assigned = Optional.of(topic);
    }

    private Window<E> read(String topic) throws InterruptedException {
        Prepared.Events<E> read = new Prepared.Events<>();
        long records = 0;
        long bytes = 0;
        while (records < limits.maxRecords()
                && bytes < limits.maxBytes()
                && !open(topic).isEmpty()) {
            List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : poll()) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    records++;
                    bytes += Math.max(0, record.serializedKeySize()) + (long) Math.max(0, record.serializedValueSize());
                    polled.add(record);
                }
            }
            mapping.map(polled).forEach(read::add);
            advance(topic);
        }
        return new Window<>(topic, read.events, read.refused, records, Offsets.toJson(next));
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
        } else if (now - heardAt > LONG.toNanos()) {
            progress.activity("waiting(kafka)");
        }
    }

    /** Positions also move over what is no record: the marks of transactions, and what compaction has taken away. */
    private void advance(String topic) {
        for (TopicPartition partition : open(topic)) {
            long position = consumer.position(partition);
            next.put(partition, position);
            if (position >= ends.getOrDefault(partition, 0L)) {
                consumer.pause(List.of(partition));
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
