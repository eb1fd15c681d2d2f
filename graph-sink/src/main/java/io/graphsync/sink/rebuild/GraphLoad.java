package io.graphsync.sink.rebuild;

import io.graphsync.outbox.type.EventType;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.consume.WritePolicy;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.GraphWatch;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events into a graph, in transactions that leave its readers alone. Uses threads of its own, which write. */
final class GraphLoad implements LoadTarget<MappedEvent> {
    private static final Logger log = LoggerFactory.getLogger(GraphLoad.class);

    /** What each reader reads at a time fills a transaction; of more the garbage collector would copy more. */
    private static final int FEWEST_READ = 2_500;

    private static final int MOST_READ = 10_000;
    private static final long WINDOW_BYTES = 24L << 20;

    /** So many transactions keep two processors busy; more of them wait for each other, and for the garbage collector. */
    private static final int WRITERS = 2;

    private static final String READ = "MATCH (c:Conversation) WHERE c.id >= '8' RETURN c.title LIMIT 1";

    private final GraphConnection graph;
    private final GraphWatch watch;
    private final Loader loader;
    private final ReaderGuard guard;
    private final WritePolicy policy;
    private final int batchRecords;
    private final RebuildProgress progress;
    private final StopSignal stop;
    private final Consumer<RebuildProgress> listener;
    private final Consumer<Refused> refused;
    private final ExecutorService writers = Executors.newFixedThreadPool(
            WRITERS, Thread.ofVirtual().name("rebuild-writer-", 0).factory());
    private final Lock alone = new ReentrantLock(true);

    private GraphLoad(
            GraphConnection graph,
            GraphWatch watch,
            Loader loader,
            ReaderGuard guard,
            WritePolicy policy,
            int batchRecords,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener,
            Consumer<Refused> refused) {
        this.graph = graph;
        this.watch = watch;
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
            Job job,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener,
            Consumer<Refused> refused) {
        RebuildOptions options = RebuildOptions.fromJson(job.options());
        GraphConnection graph = GraphConnection.open(settings.target(options));
        GraphReader reads = new GraphReader(graph);
        SameGraph same = new SameGraph(reads, RebuildScope.storeOf(job));
        LoadWriter writer = new LoadWriter(graph, settings.templates());
        InstantSource clock = InstantSource.system();
        GraphWatch watch = GraphWatch.start(
                new GraphProbe(graph)::run,
                new OutageWatch("Neo4j", settings.target(options).toString(), clock, log),
                clock);
        Loader.Target target = events -> {
            same.require();
            writer.write(events);
        };
        Loader loader = new Loader(target, watch, stop, () -> {
            progress.waitingFor("neo4j");
            listener.accept(progress);
        });
        return new GraphLoad(
                graph,
                watch,
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

    @Override
    public Window<MappedEvent> arrange(Window<MappedEvent> window) {
        return window.with(Coalescer.coalesce(window.events()));
    }

    /** Events that touch nodes of their own region alone can be written by several at once: they never meet. */
    @Override
    public Writing write(Window<MappedEvent> window) {
        List<List<MappedEvent>> batches = RegionBatches.of(window.events(), batchRecords);
        List<Future<Boolean>> writing = window.events().stream().allMatch(GraphLoad::staysInItsRegion)
                ? batches.stream()
                        .map(batch -> writers.submit(() -> write(batch)))
                        .toList()
                : List.of(writers.submit(() -> writeAlone(batches)));
        return most -> await(writing, System.nanoTime() + most.toNanos());
    }

    private static Optional<Boolean> await(List<Future<Boolean>> writing, long until)
            throws GraphFailure, InterruptedException {
        boolean all = true;
        for (Future<Boolean> batch : writing) {
            Optional<Boolean> written = LoadThread.await(batch, Duration.ofNanos(until - System.nanoTime()));
            if (written.isEmpty()) {
                return Optional.empty();
            }
            all &= written.get();
        }
        return Optional.of(all);
    }

    /** Every transaction is durable when it has ended. */
    @Override
    public void sync() {}

    @Override
    public BatchLimits window() {
        return new BatchLimits(LoadRun.READERS * Math.clamp(batchRecords, FEWEST_READ, MOST_READ), WINDOW_BYTES);
    }

    private static boolean staysInItsRegion(MappedEvent event) {
        EventType type = event.template().type();
        return event.template().touches().stream()
                .allMatch(node ->
                        node.field().equals(type.region()) || type.identity().equals(List.of(node.field())));
    }

    /** Two windows of such events would wait for each other's nodes, and lose them by deadlocks. */
    private boolean writeAlone(List<List<MappedEvent>> batches) throws GraphFailure {
        alone.lock();
        try {
            for (List<MappedEvent> batch : batches) {
                if (!write(batch)) {
                    return false;
                }
            }
            return true;
        } finally {
            alone.unlock();
        }
    }

    private boolean write(List<MappedEvent> batch) throws GraphFailure {
        rest();
        return loader.load(batch, policy, refused);
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
        LoadThread.end(writers);
        watch.close();
        graph.close();
    }
}
