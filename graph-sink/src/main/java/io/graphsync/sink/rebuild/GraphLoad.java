package io.graphsync.sink.rebuild;

import io.graphsync.outbox.type.EventType;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.consume.WritePolicy;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphProbe;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.LoadWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events into a graph, in transactions that leave its readers alone. Uses a thread of its own, which writes beside the
 * caller.
 */
final class GraphLoad implements LoadTarget<MappedEvent> {
    private static final Logger log = LoggerFactory.getLogger(GraphLoad.class);

    /** The larger it is, the more of its events are covered by newer ones, and the fuller are the batches of one region. */
    private static final BatchLimits WINDOW = new BatchLimits(50_000, 24L << 20);

    private static final String READ = "MATCH (c:Conversation) WHERE c.id >= '8' RETURN c.title LIMIT 1";

    private final GraphConnection graph;
    private final Loader loader;
    private final ReaderGuard guard;
    private final WritePolicy policy;
    private final int batchRecords;
    private final RebuildProgress progress;
    private final StopSignal stop;
    private final Consumer<RebuildProgress> listener;
    private final Consumer<Refused> refused;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("rebuild-writer").factory());

    private GraphLoad(
            GraphConnection graph,
            Loader loader,
            ReaderGuard guard,
            WritePolicy policy,
            int batchRecords,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener,
            Consumer<Refused> refused) {
        this.graph = graph;
        this.loader = loader;
        this.guard = guard;
        this.policy = policy;
        this.batchRecords = batchRecords;
        this.progress = progress;
        this.stop = stop;
        this.listener = listener;
        this.refused = refused;
    }

    /**
     * Connects when it is first used.
     *
     * @param refused hears of each event that the graph does not take; called by any thread
     */
    static GraphLoad open(
            RebuildSettings settings,
            RebuildOptions options,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener,
            Consumer<Refused> refused) {
        GraphConnection graph = GraphConnection.open(settings.target(options));
        GraphReader reads = new GraphReader(graph);
        LoadWriter writer = new LoadWriter(graph, settings.templates());
        Loader loader = new Loader(
                writer::write,
                new GraphProbe(graph)::run,
                new OutageWatch("Neo4j", settings.target(options).toString(), InstantSource.system(), log),
                stop);
        return new GraphLoad(
                graph,
                loader,
                ReaderGuard.start(() -> reads.read(READ, Map.of()), options.readerP99()),
                new WritePolicy(settings.sink().attempts()),
                options.batchRecords(),
                progress,
                stop,
                listener,
                refused);
    }

    @Override
    public Optional<MappedEvent> prepare(MappedEvent event) {
        return Optional.of(event);
    }

    /** Events that touch nodes of their own region alone can be written by two at once: they never meet. */
    @Override
    public OptionalInt write(Window<MappedEvent> window) throws GraphFailure, InterruptedException {
        List<MappedEvent> events = Coalescer.coalesce(window.events());
        int middle = events.stream().allMatch(GraphLoad::staysInItsRegion) ? middle(events) : 0;
        Future<Boolean> first = writer.submit(() -> writeAll(events.subList(0, middle)));
        boolean second = writeAll(events.subList(middle, events.size()));
        return LoadThread.await(first) && second ? OptionalInt.of(events.size()) : OptionalInt.empty();
    }

    /** Every transaction is durable when it has ended. */
    @Override
    public void sync() {}

    @Override
    public BatchLimits window() {
        return WINDOW;
    }

    private static boolean staysInItsRegion(MappedEvent event) {
        EventType type = event.template().type();
        return event.template().touches().stream()
                .allMatch(node ->
                        node.field().equals(type.region()) || type.identity().equals(List.of(node.field())));
    }

    /** Where the second half begins, no region being in both. */
    private static int middle(List<MappedEvent> events) {
        int middle = events.size() / 2;
        while (middle > 0
                && middle < events.size()
                && Coalescer.region(events.get(middle)).equals(Coalescer.region(events.get(middle - 1)))) {
            middle++;
        }
        return middle;
    }

    private boolean writeAll(List<MappedEvent> events) throws GraphFailure {
        for (int i = 0; i < events.size(); i += batchRecords) {
            rest();
            List<MappedEvent> batch = events.subList(i, Math.min(events.size(), i + batchRecords));
            if (!loader.load(batch, policy, refused)) {
                return false;
            }
        }
        return true;
    }

    private void rest() {
        Duration rest = guard.rest();
        if (rest.isZero()) {
            progress.activity("running");
            return;
        }
        progress.activity("throttled(neo4j p99 " + guard.p99().toMillis() + " ms)");
        listener.accept(progress);
        stop.await(rest);
    }

    @Override
    public void close() {
        guard.close();
        LoadThread.end(writer);
        graph.close();
    }
}
