package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.offline.EventStore.Use;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.rebuild.RebuildOptions.Source;
import io.graphsync.sink.rebuild.RebuildWork.End;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One attempt at a load: reads a window while the one before is written, and keeps the checkpoint when it is. One thread,
 * and one of its own, which reads.
 *
 * @param <E> what the target keeps of an event
 */
final class LoadRun<E> implements AutoCloseable {
    private static final int MOST_ROWS = 10_000;

    /** One for each processor, but each has a consumer, which keeps some MB that it has fetched. */
    static final int READERS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MOST_REFUSED_KEPT = 100;

    /** So much work is done again after a kill. */
    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

    /** So that whoever writes has something to do while the last batches of a window are written. */
    private static final int MOST_BEGUN = 2;

    /** A window, and what waits for its end. */
    private record Begun<E>(Window<E> window, LoadTarget.Writing writing) {}

    /** Keeps how far the rebuild has come. */
    interface Keeper {
        /** Returns false if an operator wants the job to end. */
        boolean keep(JsonNode checkpoint, RebuildProgress progress);

        /** Returns false if an operator wants the job to end. Asked while there is something to wait for. */
        boolean isWanted();
    }

    private final Replay<E> replay;
    private final LoadTarget<E> target;
    private final RebuildProgress progress;
    private final StopSignal stop;
    private final Consumer<RebuildProgress> listener;
    private final Refusals refusals;
    private final Queue<Begun<E>> begun = new ArrayDeque<>();
    private boolean cancelled;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("rebuild-reader").factory());

    LoadRun(
            Replay<E> replay,
            LoadTarget<E> target,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener,
            Refusals refusals) {
        this.replay = replay;
        this.target = target;
        this.progress = progress;
        this.stop = stop;
        this.listener = listener;
        this.refusals = refusals;
    }

    static LoadRun<?> open(
            RebuildSettings settings,
            Job job,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener) {
        RebuildOptions options = RebuildOptions.fromJson(job.options());
        Refusals refusals = new Refusals(progress);
        return options.offline().isPresent()
                ? open(
                        FileLoad.open(options.offline().get(), Use.ADD),
                        settings,
                        job,
                        progress,
                        stop,
                        listener,
                        refusals)
                : open(
                        GraphLoad.open(settings, job, progress, stop, listener, refusals::add),
                        settings,
                        job,
                        progress,
                        stop,
                        listener,
                        refusals);
    }

    private static <E> LoadRun<E> open(
            LoadTarget<E> target,
            RebuildSettings settings,
            Job job,
            RebuildProgress progress,
            StopSignal stop,
            Consumer<RebuildProgress> listener,
            Refusals refusals) {
        try {
            return new LoadRun<>(replay(settings, target, job, progress), target, progress, stop, listener, refusals);
        } catch (ReplayException refused) {
            target.close();
            throw refused;
        }
    }

    private static <E> Replay<E> replay(
            RebuildSettings settings, LoadTarget<E> target, Job job, RebuildProgress progress) {
        JsonNode scope = job.options().path("scope");
        EventMapper mapper = new EventMapper(settings.templates());
        return RebuildOptions.fromJson(job.options()).source() == Source.TOPICS
                ? new TopicReplay<>(
                        readers(settings, target, new RecordMapping<>(mapper, target::prepare), progress),
                        settings.eventTopics(),
                        Offsets.fromJson(scope.path("ends")),
                        job.checkpoint().isEmpty() ? scope.path("begins") : job.checkpoint(),
                        target.window())
                : RowReplay.open(
                        settings.database(),
                        ownTypes(settings),
                        mapper,
                        target::prepare,
                        Math.min(MOST_ROWS, target.window().maxRecords()),
                        scope.path("floor").asLong(),
                        job.checkpoint());
    }

    private static <E> List<PartitionReader<E>> readers(
            RebuildSettings settings, LoadTarget<E> target, RecordMapping<E> mapping, RebuildProgress progress) {
        return Stream.generate(
                        () -> settings.consumer(Math.max(1, target.window().maxRecords() / READERS)))
                .map(consumer -> new PartitionReader<>(consumer, mapping, progress, PartitionReader.LONG_SILENCE))
                .limit(READERS)
                .toList();
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
        Future<Optional<Window<E>>> upcoming = reader.submit(this::read);
        Optional<JsonNode> written = Optional.empty();
        long keptAt = System.nanoTime();
        while (true) {
            Optional<Window<E>> window = next(upcoming, keeper);
            boolean ended = window.isEmpty();
            if (!ended) {
                upcoming = reader.submit(this::read);
                begin(window.get());
            }
            while (begun.size() > (ended ? 0 : MOST_BEGUN - 1)) {
                Optional<JsonNode> checkpoint = finish(keeper);
                if (checkpoint.isEmpty()) {
                    return left();
                }
                written = checkpoint;
            }
            if (written.isPresent() && (ended || System.nanoTime() - keptAt > CHECKPOINTS.toNanos())) {
                target.sync();
                if (!keeper.keep(written.get(), progress)) {
                    return End.CANCELLED;
                }
                keptAt = System.nanoTime();
            }
            if (ended) {
                return stop.isRequested() || cancelled ? left() : End.FINISHED;
            }
            listener.accept(progress);
        }
    }

    /** How it ends where it does not come to its end. */
    private End left() {
        return cancelled ? End.CANCELLED : End.STOPPED;
    }

    /** While there is something to wait for. */
    private void look(Keeper keeper) {
        listener.accept(progress);
        cancelled |= !keeper.isWanted();
    }

    private Optional<Window<E>> read() throws InterruptedException {
        return replay.next().map(target::arrange);
    }

    private void begin(Window<E> window) {
        window.refused().forEach(refusals::add);
        begun.add(new Begun<>(window, target.write(window)));
    }

    /** Waits for the oldest window, and returns from where to go on when it is written; empty if it is to end before. */
    private Optional<JsonNode> finish(Keeper keeper) throws GraphFailure, InterruptedException {
        Begun<E> oldest = begun.remove();
        while (!cancelled) {
            Optional<Boolean> written = oldest.writing().await(LOOK);
            if (written.isPresent()) {
                if (!written.get()) {
                    return Optional.empty();
                }
                progress.add(oldest.window());
                return Optional.of(oldest.window().checkpoint());
            }
            look(keeper);
        }
        return Optional.empty();
    }

    /** Returns the first of the events that can't be applied. */
    List<Refused> refused() {
        return refusals.first();
    }

    /** Waits for the reader; empty when all is read, or when it is to end before. */
    private Optional<Window<E>> next(Future<Optional<Window<E>>> upcoming, Keeper keeper)
            throws GraphFailure, InterruptedException {
        while (!stop.isRequested() && !cancelled) {
            Optional<Optional<Window<E>>> read = LoadThread.await(upcoming, LOOK);
            if (read.isPresent()) {
                return read.get();
            }
            look(keeper);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        LoadThread.end(reader);
        target.close();
        replay.close();
    }

    /** Counts the events that can't be applied, and keeps the first. Safe for use by many threads. */
    static final class Refusals {
        private final RebuildProgress progress;
        private final List<Refused> first = new ArrayList<>();

        Refusals(RebuildProgress progress) {
            this.progress = progress;
        }

        synchronized void add(Refused event) {
            progress.refused(1);
            if (first.size() < MOST_REFUSED_KEPT) {
                first.add(event);
            }
        }

        synchronized List<Refused> first() {
            return List.copyOf(first);
        }
    }
}
