package io.graphsync.schema.progress;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stops a run from another thread: the statement that runs now is cancelled, and no further one is started.
 *
 * <p>Thread-safe. Whoever starts something long registers how to cut it short.
 */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean requested;

    /** Asks the run to stop; runs the registered actions on the caller's thread. */
    public void request() {
        List<Runnable> toRun;
        synchronized (this) {
            requested = true;
            notifyAll();
            toRun = List.copyOf(actions);
        }
        toRun.forEach(Runnable::run);
    }

    public synchronized boolean requested() {
        return requested;
    }

    /** Ends the run at a point where nothing is half done. */
    public void check() {
        if (requested()) {
            throw new MigrateException(
                    FailureKind.INTERRUPTED,
                    "Interrupted. What is applied is recorded; run the same command to go on.");
        }
    }

    /** Waits, and ends the run if that is asked for in the meantime. */
    public void pause(Duration duration) {
        long deadline = System.nanoTime() + duration.toNanos();
        synchronized (this) {
            try {
                long left = duration.toNanos();
                while (!requested && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = deadline - System.nanoTime();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                requested = true;
            }
        }
        check();
    }

    /** Registers how to cut short what runs now; closing the registration takes it back. */
    public synchronized Registration onRequest(Runnable action) {
        actions.add(action);
        return () -> {
            synchronized (this) {
                actions.remove(action);
            }
        };
    }

    /** Takes back what was registered. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
