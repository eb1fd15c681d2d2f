package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.consume.WritePolicy;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.rebuild.RebuildOptions.Source;
import io.graphsync.sink.rebuild.RebuildWork.End;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphProbe;
import io.graphsync.sink.write.GraphReader;
import io.graphsync.sink.write.LoadWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a load: reads a window while the one before is written, and keeps the checkpoint when it is. One thread,
 * and two of its own: one reads, one writes beside it.
 */
final class LoadRun implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LoadRun.class);
    private static final BatchLimits WINDOW = new BatchLimits(50_000, 24L << 20);
    private static final String READ = "MATCH (c:Conversation) WHERE c.id >= '8' RETURN c.title LIMIT 1";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    private static final int MOST_REFUSED_KEPT = 100;

    /** Keeps how far the rebuild has come. */
    @FunctionalInterface
    interface Keeper {
        /** Returns false if an operator wants the job to end. */
        boolean keep(JsonNode checkpoint, JsonNode progress);
    }

    private final GraphConnection graph;
    private final Replay replay;
    private final Loader loader;
    private final ReaderGuard guard;
    private final WritePolicy policy;
    private final int batchRecords;
    private final RebuildProgress progress;
    private final StopSignal stop;
    private final Consumer<RebuildProgress> listener;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("rebuild-reader").factory());
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("rebuild-writer").factory());
    private final List<Refused> refused = new ArrayList<>();

    private LoadRun(
            GraphConnection graph,
            Replay replay,
            Loader loader,
            ReaderGuard guard,
            WritePolicy policy,
            int batchRecords,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener) {
        this.graph = graph;
        this.replay = replay;
        this.loader = loader;
        this.guard = guard;
        this.policy = policy;
        this.batchRecords = batchRecords;
        this.progress = progress;
        this.stop = stop;
        this.listener = listener;
    }

    static LoadRun open(
            RebuildSettings settings,
            Job job,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener) {
        RebuildOptions options = RebuildOptions.fromJson(job.options());
        JsonNode scope = job.options().path("scope");
        InstantSource clock = InstantSource.system();
        EventMapper mapper = new EventMapper(settings.templates());
        Replay replay = options.source() == Source.TOPICS
                ? new TopicReplay(
                        settings.consumer(),
                        settings.eventTopics(),
                        Offsets.fromJson(scope.path("ends")),
                        job.checkpoint(),
                        mapper,
                        WINDOW,
                        progress)
                : RowReplay.open(
                        settings.database(),
                        ownTypes(settings),
                        mapper,
                        WINDOW.maxRecords() / 5,
                        scope.path("floor").asLong(),
                        job.checkpoint());
        GraphConnection graph = GraphConnection.open(settings.target(options));
        GraphReader reads = new GraphReader(graph);
        LoadWriter writer = new LoadWriter(graph, settings.templates());
        Loader loader = new Loader(
                writer::write,
                new GraphProbe(graph)::run,
                new OutageWatch("Neo4j", settings.target(options).toString(), clock, log),
                stop);
        return new LoadRun(
                graph,
                replay,
                loader,
                ReaderGuard.start(() -> reads.read(READ, Map.of()), options.readerP99()),
                new WritePolicy(settings.sink().attempts()),
                options.batchRecords(),
                progress,
                stop,
                listener);
    }

    private static Set<String> ownTypes(RebuildSettings settings) {
        return settings.catalog().types().stream()
                .map(EventType::name)
                .filter(name -> !EventTypeReader.BUILT_IN.contains(name))
                .collect(Collectors.toSet());
    }

    /**
     * Works until all is written, or it is to stop.
     *
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     */
    End load(Keeper keeper) throws GraphFailure, InterruptedException {
        Future<Optional<Window>> upcoming = reader.submit(replay::next);
        while (true) {
            Optional<Window> window = next(upcoming);
            if (window.isEmpty()) {
                return stop.isRequested() ? End.STOPPED : End.FINISHED;
            }
            upcoming = reader.submit(replay::next);
            if (!write(window.get())) {
                return End.STOPPED;
            }
            if (!keeper.keep(window.get().checkpoint(), progress.toJson())) {
                return End.CANCELLED;
            }
            listener.accept(progress);
        }
    }

    /** Returns the first of the events that can't be applied. */
    List<Refused> refused() {
        return List.copyOf(refused);
    }

    /** Waits for the reader; empty when all is read, or when it is to stop. */
    private Optional<Window> next(Future<Optional<Window>> upcoming) throws GraphFailure, InterruptedException {
        while (!stop.isRequested()) {
            try {
                return upcoming.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                listener.accept(progress);
            } catch (ExecutionException failure) {
                throw known(failure);
            }
        }
        return Optional.empty();
    }

    private static <T> T await(Future<T> writing) throws GraphFailure, InterruptedException {
        try {
            return writing.get();
        } catch (ExecutionException failure) {
            throw known(failure);
        }
    }

    private static RuntimeException known(ExecutionException failure) throws GraphFailure {
        return switch (failure.getCause()) {
            case ReplayException known -> known;
            case GraphFailure known -> throw known;
            case null, default -> new IllegalStateException(failure.getCause());
        };
    }

    /** Events that touch nodes of their own region alone can be written by two at once: they never meet. */
    private boolean write(Window window) throws GraphFailure, InterruptedException {
        window.refused().forEach(this::refuse);
        List<MappedEvent> events = Coalescer.coalesce(window.events());
        int middle = events.stream().allMatch(LoadRun::staysInItsRegion) ? middle(events) : 0;
        Future<Boolean> first = writer.submit(() -> writeAll(events.subList(0, middle)));
        boolean second = writeAll(events.subList(middle, events.size()));
        boolean all = await(first) && second;
        if (all) {
            progress.add(window, events.size());
        }
        return all;
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
            if (!loader.load(batch, policy, this::refuse)) {
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

    private synchronized void refuse(Refused event) {
        progress.refused(1);
        if (refused.size() < MOST_REFUSED_KEPT) {
            refused.add(event);
        }
    }

    @Override
    public void close() {
        guard.close();
        end(reader);
        end(writer);
        replay.close();
        graph.close();
    }

    /** What a thread uses is closed when it has let go of it. */
    private static void end(ExecutorService thread) {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("A thread of the rebuild does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
