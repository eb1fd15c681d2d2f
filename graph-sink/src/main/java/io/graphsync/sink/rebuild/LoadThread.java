package io.graphsync.sink.rebuild;

import io.graphsync.sink.failure.GraphFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a rebuild waits for its threads. */
final class LoadThread {
    private static final Logger log = LoggerFactory.getLogger(LoadThread.class);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    private LoadThread() {}

    /** Waits for what a thread does; empty where it takes longer. */
    static <T> Optional<T> await(Future<T> work, Duration most) throws GraphFailure, InterruptedException {
        try {
            return Optional.of(work.get(most.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException failure) {
            throw known(failure);
        }
    }

    /** Returns the failure of a thread, or throws it, as the one who waits for it is to see it. */
    private static RuntimeException known(ExecutionException failure) throws GraphFailure {
        return switch (failure.getCause()) {
            case ReplayException known -> known;
            case GraphFailure known -> throw known;
            case null, default -> new IllegalStateException(failure.getCause());
        };
    }

    /** What a thread uses is closed when it has let go of it. */
    static void end(ExecutorService thread) {
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
