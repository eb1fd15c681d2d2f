package io.graphsync.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.sink.model.BuiltInTypes;
import io.graphsync.sink.model.SampleEvent;
import io.graphsync.sink.outage.GraphWatch;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.progress.PassedBeats;
import io.graphsync.sink.purge.PurgePolicy;
import io.graphsync.sink.purge.PurgeSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConsumeLoopTest {
    private static final int LARGE = 1 << 18;
    private static final int BUFFER = 16 * LARGE;
    private static final TopicPartition A = new TopicPartition("p.events.conversation", 0);
    private static final TopicPartition B = new TopicPartition("p.events.conversation", 1);

    private final FakeGraph graph = new FakeGraph();
    private final CountingObserver observer = new CountingObserver();
    private final OutageWatch neo4j =
            new OutageWatch("Neo4j", "here", InstantSource.system(), LoggerFactory.getLogger("t"));
    private final OutageWatch kafka =
            new OutageWatch("Kafka", "here", InstantSource.system(), LoggerFactory.getLogger("t"));
    private final GraphWatch watch = GraphWatch.start(graph::probe, neo4j, InstantSource.system());
    private final PassedBeats beats = new PassedBeats();
    private final MockConsumer<byte[], byte[]> consumer = new PatientConsumer();
    private final StopSignal stop = new StopSignal();
    private final ConsumeLoop loop = new ConsumeLoop(consumer, settings(), kafka, watch::isAway, beats, observer);
    private final WriterPool writers = pool();
    private final Thread thread = Thread.ofPlatform().unstarted(() -> loop.run(writers, stop));

    @AfterEach
    void close() throws InterruptedException {
        stop.request();
        consumer.wakeup();
        thread.join();
        writers.stop(Duration.ofSeconds(5));
        watch.close();
    }

    @Test
    void what_is_in_memory_is_bounded_by_bytes_however_many_partitions_there_are() {
        List<TopicPartition> partitions = IntStream.range(0, 20)
                .mapToObj(i -> new TopicPartition("p.events.conversation", i))
                .toList();
        graph.down = Optional.of("graphsync.neo4j-unreachable");
        start(partitions);

        consumer.schedulePollTask(() -> deliver(partitions, new int[partitions.size()]));
        await().until(() -> observer.mostBuffered.get() >= BUFFER);
        await().during(Duration.ofMillis(300)).until(() -> consumer.paused().size() == partitions.size());
        graph.down = Optional.empty();

        await().atMost(Duration.ofSeconds(30)).until(() -> graph.written().size() == 100);
        assertThat(observer.mostBuffered.get()).isBetween((long) BUFFER, BUFFER + 2L * LARGE);
    }

    @Test
    void a_heartbeat_has_passed_when_all_before_it_in_its_partition_is_dealt_with() {
        graph.down = Optional.of("graphsync.neo4j-unreachable");
        start(List.of(A, B));
        add(List.of(Records.heartbeat(A, 0, 1)));
        await().until(() -> beats.byName().equals(Map.of(A.toString(), Records.beat(1))));

        add(List.of(large(A, 1, 5), Records.heartbeat(A, 2, 2), Records.heartbeat(B, 0, 2)));
        await().until(() -> beats.byName().containsKey(B.toString()));
        assertThat(beats.byName()).containsEntry(A.toString(), Records.beat(1));
        graph.down = Optional.empty();

        await().until(() -> Records.beat(2).equals(beats.byName().get(A.toString())));
        assertThat(graph.written()).containsExactly(5L);
        assertThat(observer.transactions).hasValue(1);
        await().until(() -> committed(A) == 3 && committed(B) == 1);
    }

    @Test
    void a_partition_that_is_taken_away_is_not_reported_any_more() {
        start(List.of(A, B));
        add(List.of(Records.heartbeat(A, 0, 1), Records.heartbeat(B, 0, 1)));
        await().until(() -> beats.byName().size() == 2);

        consumer.schedulePollTask(() -> consumer.rebalance(List.of(B)));

        await().until(() -> beats.byName().keySet().equals(Set.of(B.toString())));
    }

    private void start(Collection<TopicPartition> partitions) {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(partitions);
            Map<TopicPartition, Long> begins = new HashMap<>();
            partitions.forEach(partition -> begins.put(partition, 0L));
            consumer.updateBeginningOffsets(begins);
        });
        thread.start();
        await().until(() -> consumer.assignment().size() == partitions.size());
    }

    private void add(List<ConsumerRecord<byte[], byte[]>> records) {
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
    }

    /**
     * Each poll brings one record, of a partition that is not paused, until there are five of each. A poll that is woken up leaves
     * its record to the next one, which then brings no other.
     */
    private void deliver(List<TopicPartition> partitions, int[] delivered) {
        boolean taken = IntStream.range(0, delivered.length)
                .allMatch(i -> consumer.position(partitions.get(i)) == delivered[i]);
        for (int i = 0; taken && i < delivered.length; i++) {
            if (delivered[i] < 5 && !consumer.paused().contains(partitions.get(i))) {
                consumer.addRecord(large(partitions.get(i), delivered[i], i * 10L + delivered[i] + 1));
                delivered[i]++;
                break;
            }
        }
        consumer.schedulePollTask(() -> deliver(partitions, delivered));
    }

    private long committed(TopicPartition partition) {
        OffsetAndMetadata offset = consumer.committed(Set.of(partition)).get(partition);
        return offset == null ? 0 : offset.offset();
    }

    private static ConsumerRecord<byte[], byte[]> large(TopicPartition partition, long offset, long seq) {
        return Records.event(
                partition,
                offset,
                SampleEvent.conversation(seq, new UUID(1, seq).toString(), "ann", "x".repeat(LARGE - 300), null, null));
    }

    private WriterPool pool() {
        WriterPermits permits = new WriterPermits(2, any -> {});
        BatchApplier applier = new BatchApplier(
                BuiltInTypes.MAPPER,
                new IsolatingWriter(graph::write, watch, permits, observer, InstantSource.system()),
                new WritePolicy(3),
                (messages, work) -> {},
                settings().route(),
                observer,
                InstantSource.system());
        return new WriterPool(2, applier, settings().limits(), permits, loop::finished);
    }

    private static ConsumeSettings settings() {
        return new ConsumeSettings(
                "here",
                Map.of("group.id", "g"),
                Map.of(),
                Map.of(),
                List.of("p.events.conversation"),
                new RetryRoute("p.retry", "p.retry.due"),
                new BatchLimits(1_000, 4 * LARGE),
                BUFFER,
                2,
                new PurgeSettings(new PurgePolicy(Duration.ZERO), PurgeSettings.DEFAULT_INTERVAL),
                3,
                Duration.ofSeconds(5),
                false);
    }

    /** Takes a moment for each poll, as one over a network does. */
    private static final class PatientConsumer extends MockConsumer<byte[], byte[]> {
        PatientConsumer() {
            super("earliest");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            return super.poll(timeout);
        }
    }
}
