package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.rebuild.PartitionReader.Read;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the event topics, one after the other, from where they begin or from a checkpoint to the ends that they had when the
 * rebuild began. Several readers share the partitions of a topic. One thread, and one for each reader.
 *
 * @param <E> what the target of the rebuild keeps of an event
 */
final class TopicReplay<E> implements Replay<E> {
    /** The first windows are smaller, and double from there: whoever writes would wait for a whole one while nothing is warm yet. */
    private static final int FIRST_SMALLER = 16;

    /** What a reader has read. */
    private record Done<E>(PartitionReader<E> reader, Read<E> read) {}

    private final List<PartitionReader<E>> readers;
    private final List<String> topics;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final BatchLimits limits;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofVirtual().name("rebuild-partition-reader-", 0).factory());
    private final CompletionService<Done<E>> reading = new ExecutorCompletionService<>(threads);
    private Optional<String> assigned = Optional.empty();
    private int smaller = FIRST_SMALLER;

    /**
     * Makes a replay.
     *
     * @param readers at least one; closed with this
     * @param topics in the order in which they are read
     * @param ends where each partition ends; those of other topics are not looked at
     * @param checkpoint of an earlier attempt; empty to read all
     * @param limits of one window
     */
    TopicReplay(
            List<PartitionReader<E>> readers,
            List<String> topics,
            Map<TopicPartition, Long> ends,
            JsonNode checkpoint,
            BatchLimits limits) {
        this.readers = List.copyOf(readers);
        this.topics = List.copyOf(topics);
        this.ends = Map.copyOf(ends);
        this.limits =
                new BatchLimits(Math.max(1, limits.maxRecords() / readers.size()), limits.maxBytes() / readers.size());
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
        for (int i = 0; i < readers.size(); i++) {
            Map<TopicPartition, Long> share = new HashMap<>();
            for (int j = i; j < open.size(); j += readers.size()) {
                share.put(open.get(j), ends.getOrDefault(open.get(j), 0L));
            }
            readers.get(i).assign(share, next);
            goOn(readers.get(i));
        }
        assigned = Optional.of(topic);
    }

    /** No reader waits for another one before all are at the end of the topic. */
    private void goOn(PartitionReader<E> reader) {
        if (!reader.isAtItsEnd()) {
            BatchLimits some = nextLimits();
            reading.submit(() -> new Done<>(reader, reader.read(some)));
        }
    }

    private BatchLimits nextLimits() {
        BatchLimits some =
                new BatchLimits(Math.max(1, limits.maxRecords() / smaller), Math.max(1, limits.maxBytes() / smaller));
        smaller = Math.max(1, smaller / 2);
        return some;
    }

    private Window<E> read(String topic) throws InterruptedException {
        Done<E> done = await(reading.take());
        goOn(done.reader());
        next.putAll(done.read().positions());
        Prepared.Events<E> events = new Prepared.Events<>();
        done.read().mapped().forEach(events::add);
        return new Window<>(topic, events.events, events.refused, done.read().records(), Offsets.toJson(next));
    }

    private static <T> T await(Future<T> done) throws InterruptedException {
        try {
            return LoadThread.await(done, Duration.ZERO).orElseThrow();
        } catch (GraphFailure impossible) {
            throw new IllegalStateException("a reader of topics asks no graph", impossible);
        }
    }

    @Override
    public void close() {
        LoadThread.end(threads);
        readers.forEach(PartitionReader::close);
    }
}
