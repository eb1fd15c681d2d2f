package io.graphsync.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** What the loop is doing, and whether it was asked to stop. Safe for use by many threads. */
final class SourceProgress {
    private final AtomicReference<SourceState> state;
    private final Runnable onStreaming;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** Takes where to show the state, and what to do each time that the source has begun to follow the log. */
    SourceProgress(AtomicReference<SourceState> state, Runnable onStreaming) {
        this.state = state;
        this.onStreaming = onStreaming;
    }

    /** Returns the state before. */
    SourceState enter(SourceState next) {
        return state.getAndSet(next);
    }

    void streaming() {
        onStreaming.run();
        enter(SourceState.STREAMING);
    }

    void stop() {
        stopped.complete(null);
    }

    boolean isStopped() {
        return stopped.isDone();
    }

    /** Completes when the loop is asked to stop. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** Waits until the loop is asked to stop, at most that long. */
    void awaitStop(Duration atMost) throws InterruptedException {
        await(stopped, atMost);
    }

    /** Waits until something has ended, one way or the other; false if it has not in time. */
    static boolean await(CompletableFuture<?> future, Duration atMost) throws InterruptedException {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException done) {
            return true;
        }
    }
}
