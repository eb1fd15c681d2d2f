package io.graphsync.sink.rebuild;

import io.graphsync.sink.consume.ConsumeSettings;
import io.graphsync.sink.consume.GraphGate;
import io.graphsync.sink.consume.Sink;
import io.graphsync.sink.consume.SinkGraph;
import io.graphsync.sink.consume.SinkObserver;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.progress.PassedBeats;
import io.graphsync.sink.purge.GroupProgress;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphProbe;
import io.graphsync.sink.write.GraphSchema;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.sink.write.GraphTag;
import io.graphsync.sink.write.GraphWriter;
import io.graphsync.sink.write.TombstonePurge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Keeps a second graph in step beside the one that the sinks write: a silent sink in a consumer group of its own, which begins
 * where the load ended. It follows until all sinks write to the second graph, and has then passed everything that any of them
 * wrote to the first one.
 *
 * <p>One thread.
 */
final class Follower implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final Admin admin;
    private final String group;
    private final String liveGroup;
    private final RebuildSettings settings;
    private final GraphSettings target;
    private final GraphConnection graph;
    private final Sink sink;
    private final GroupProgress progress;
    private final StopSignal stop;

    private Follower(
            Admin admin,
            String group,
            RebuildSettings settings,
            GraphSettings target,
            GraphConnection graph,
            Sink sink,
            GroupProgress progress,
            StopSignal stop) {
        this.admin = admin;
        this.group = group;
        this.liveGroup = settings.sink().groupId();
        this.settings = settings;
        this.target = target;
        this.graph = graph;
        this.sink = sink;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * Begins to follow, or goes on where an earlier attempt was.
     *
     * @param group the consumer group
     * @param from where the load ended, by partition; for a group that has read nothing yet
     */
    static Follower start(
            RebuildSettings settings,
            GraphSettings target,
            String group,
            Map<TopicPartition, Long> from,
            StopSignal stop)
            throws InterruptedException {
        Admin admin = Admin.create(settings.sink().admin());
        try {
            begin(admin, group, from);
        } catch (ReplayException unanswered) {
            admin.close(CLOSE_DEADLINE);
            throw unanswered;
        }
        ConsumeSettings own = settings.sink().silentlyAs(group);
        InstantSource clock = InstantSource.system();
        GraphConnection graph = GraphConnection.open(target);
        GraphWriter writer = new GraphWriter(graph, settings.templates());
        GraphGate gate = new GraphGate(new GraphSchema(graph, settings.templates()), writer, target.toString(), clock);
        Sink sink = Sink.start(
                own,
                new SinkGraph(gate, writer, new GraphProbe(graph), new TombstonePurge(graph)),
                new EventMapper(settings.templates()),
                new PassedBeats(),
                new Nobody(),
                clock);
        GroupProgress progress = new GroupProgress(own.admin(), group, settings.eventTopics());
        return new Follower(admin, group, settings, target, graph, sink, progress, stop);
    }

    private static void begin(Admin admin, String group, Map<TopicPartition, Long> from) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            from.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
            offsets.keySet()
                    .removeAll(admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .keySet());
            if (!offsets.isEmpty()) {
                admin.alterConsumerGroupOffsets(group, offsets).all().get();
            }
        } catch (ExecutionException failure) {
            throw unanswered(failure);
        }
    }

    /**
     * Measures how far the second graph is behind: for how long what stands in the topics now takes until it is written.
     *
     * @return empty if the stop was asked for
     * @throws ReplayException if the sink has ended
     */
    Optional<Duration> lag() throws InterruptedException {
        try {
            long begin = System.nanoTime();
            Map<TopicPartition, Long> ends = progress.ends(admin);
            while (!progress.hasReached(admin, ends) || !hasReadRedelivered()) {
                if (sink.terminated().isDone()) {
                    throw new ReplayException("the second graph can't be written any more: see the log");
                }
                if (stop.await(LOOK)) {
                    return Optional.empty();
                }
            }
            return Optional.of(Duration.ofNanos(System.nanoTime() - begin));
        } catch (ExecutionException failure) {
            throw unanswered(failure);
        }
    }

    /** The topic of redelivered events ends in marks of transactions, which no offset that is committed passes. */
    private boolean hasReadRedelivered() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        try (Consumer<byte[], byte[]> consumer = settings.consumer()) {
            TopicRange range =
                    TopicRange.of(consumer, List.of(settings.sink().route().redelivered()));
            Map<TopicPartition, Long> left = new HashMap<>();
            range.ends().forEach((partition, end) -> {
                OffsetAndMetadata read = committed.get(partition);
                if (read == null ? end > range.begins().getOrDefault(partition, 0L) : read.offset() < end) {
                    left.put(partition, read == null ? 0L : read.offset());
                }
            });
            return left.isEmpty() || holdNoRecord(consumer, left, range.ends());
        }
    }

    private static boolean holdNoRecord(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        while (from.keySet().stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (!consumer.poll(LOOK).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many sinks there are, and how many of them write to the second graph. */
    Sinks sinks() throws InterruptedException {
        try {
            ConsumerGroupDescription found =
                    admin.describeConsumerGroups(List.of(liveGroup)).all().get().get(liveGroup);
            List<MemberDescription> members = found == null ? List.of() : List.copyOf(found.members());
            long moved = members.stream()
                    .filter(member -> GraphTag.isOf(member.clientId(), target))
                    .count();
            return new Sinks(members.size(), (int) moved);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return new Sinks(0, 0);
            }
            throw unanswered(failure);
        }
    }

    /**
     * The sinks of the live group.
     *
     * @param all how many there are
     * @param moved how many of them write to the second graph
     */
    record Sinks(int all, int moved) {
        boolean haveMoved() {
            return all > 0 && moved == all;
        }
    }

    /** Stops following for good. */
    void end() throws InterruptedException {
        sink.close();
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
        } catch (ExecutionException kept) {
            // The broker forgets an empty group by itself, after its retention of offsets.
        }
    }

    private static ReplayException unanswered(ExecutionException failure) {
        return new ReplayException("Kafka does not answer: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        sink.close();
        graph.close();
        admin.close(CLOSE_DEADLINE);
    }

    /** Counts nothing: the numbers of the live sinks count. */
    private static final class Nobody implements SinkObserver {
        @Override
        public void committed(List<MappedEvent> applied, int records, Duration took) {}

        @Override
        public void settled(int applied, int superseded, int retried, int deadLettered) {}

        @Override
        public void deadlock() {}

        @Override
        public void writers(int most) {}

        @Override
        public void buffered(long bytes) {}

        @Override
        public void purged(int tombstones) {}
    }
}
