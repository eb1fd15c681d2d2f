package io.graphsync.sink.rebuild;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.outage.StopSignal;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Keeps readers of the graph quick while a rebuild writes: a thread of its own makes a small read 20 times a second, and the
 * rebuild rests between its transactions for as long as one read in a hundred takes longer than it may.
 *
 * <p>The rest doubles while readers are slow, and halves when they are quick again.
 */
final class ReaderGuard implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration FIRST_REST = Duration.ofMillis(20);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);
    private static final int SAMPLES = 100;

    /** A small read, such as any application makes. */
    @FunctionalInterface
    interface Read {
        void run() throws GraphFailure;
    }

    private final Read read;
    private final Duration allowed;
    private final StopSignal over = new StopSignal();
    private final Thread thread;
    private final long[] nanos = new long[SAMPLES];
    private int next;
    private Duration rest = Duration.ZERO;

    private ReaderGuard(Read read, Duration allowed) {
        this.read = read;
        this.allowed = allowed;
        this.thread = Thread.ofVirtual().name("rebuild-reader-guard").unstarted(this::watch);
    }

    /**
     * Begins to read.
     *
     * @param allowed how long 99 of 100 reads may take; zero reads nothing and never rests
     */
    static ReaderGuard start(Read read, Duration allowed) {
        ReaderGuard guard = new ReaderGuard(read, allowed);
        if (!allowed.isZero()) {
            guard.thread.start();
        }
        return guard;
    }

    private void watch() {
        while (!over.await(EVERY)) {
            long begin = System.nanoTime();
            try {
                read.run();
            } catch (GraphFailure away) {
                continue; // Who writes waits for it as well.
            }
            sample(System.nanoTime() - begin);
        }
    }

    private synchronized void sample(long took) {
        nanos[next] = took;
        next = (next + 1) % SAMPLES;
        if (next % (SAMPLES / 10) == 0) {
            rest = next(rest, p99().compareTo(allowed) > 0);
        }
    }

    /** Decides how long to rest from now on. Pure. */
    static Duration next(Duration rest, boolean slow) {
        if (!slow) {
            Duration shorter = rest.dividedBy(2);
            return shorter.compareTo(FIRST_REST) < 0 ? Duration.ZERO : shorter;
        }
        Duration longer = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
        return longer.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : longer;
    }

    /** Returns what 99 of the last 100 reads took at most. */
    synchronized Duration p99() {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[SAMPLES * 99 / 100 - 1]);
    }

    /** Returns how long to rest before the next transaction. */
    synchronized Duration rest() {
        return rest;
    }

    @Override
    public void close() {
        over.request();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
