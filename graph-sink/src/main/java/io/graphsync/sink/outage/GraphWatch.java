package io.graphsync.sink.outage;

import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.GraphFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Knows whether Neo4j takes writes. A writer that fails reports it; from then on one thread asks with a small write of
 * its own, and all writers go on as soon as that is answered. It also asks while a write takes long, so that a server
 * that went silent is known before the write gives up.
 *
 * <p>Safe for use by many threads.
 */
public final class GraphWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONG_WRITE = Duration.ofSeconds(5);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    /** A small write that is committed, and leaves nothing behind. */
    @FunctionalInterface
    public interface Probe {
        /** Writes. */
        void run() throws GraphFailure;
    }

    /** A write that is watched. */
    @FunctionalInterface
    public interface Write<T> {
        /** Writes. */
        T run() throws GraphFailure;
    }

    private final Probe probe;
    private final OutageWatch outage;
    private final InstantSource clock;
    private final Map<Thread, Instant> underWay = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private Instant lastLook = Instant.EPOCH;

    private GraphWatch(Probe probe, OutageWatch outage, InstantSource clock) {
        this.probe = probe;
        this.outage = outage;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("neo4j-probe").unstarted(this::look);
    }

    /** Starts the thread that asks. */
    public static GraphWatch start(Probe probe, OutageWatch outage, InstantSource clock) {
        GraphWatch watch = new GraphWatch(probe, outage, clock);
        watch.thread.start();
        return watch;
    }

    /** Returns whether writers had better wait. */
    public boolean isAway() {
        return outage.isAway();
    }

    /** Runs a write; its success tells all that Neo4j is there. */
    public <T> T watch(Write<T> write) throws GraphFailure {
        Thread writer = Thread.currentThread();
        underWay.put(writer, clock.instant());
        try {
            T result = write.run();
            outage.succeeded();
            return result;
        } finally {
            underWay.remove(writer);
        }
    }

    /** Takes note that Neo4j is away, and has somebody ask until it is back. */
    public void failed(GraphFailure failure) {
        outage.failed(failure.code(), failure.getMessage());
        news.release();
    }

    /** Asks Neo4j now, and takes note of the answer. */
    public boolean answers() {
        try {
            probe.run();
            outage.succeeded();
            return true;
        } catch (GraphFailure failure) {
            failed(failure);
            return false;
        }
    }

    private void look() {
        try {
            while (!stop.isRequested()) {
                if (outage.isAway()) {
                    askUntilBack();
                } else if (isLong()) {
                    lastLook = clock.instant();
                    answers();
                }
                awaitNews(LOOK);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void askUntilBack() {
        for (int attempt = 1; outage.isAway() && !stop.isRequested(); attempt++) {
            try {
                probe.run();
                outage.succeeded();
            } catch (GraphFailure failure) {
                outage.failed(failure.code(), failure.getMessage());
                stop.await(BackoffPolicy.untilBack(failure).delay(attempt, RandomGenerator.getDefault()));
            }
        }
    }

    private boolean isLong() {
        Instant then = clock.instant().minus(LONG_WRITE);
        return lastLook.isBefore(then) && underWay.values().stream().anyMatch(then::isAfter);
    }

    private void awaitNews(Duration most) throws InterruptedException {
        if (news.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        stop.request();
        thread.interrupt();
        try {
            thread.join(CLOSE_DEADLINE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
