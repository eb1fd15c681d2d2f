package io.graphsync.sink.write;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a call that is not answered, by interrupting the thread that waits for it: the driver then gives the connection
 * up. Neo4j ends its transactions by itself, but a server that is frozen or behind a dead line ends nothing. The thread
 * that started it cancels it, and is left without an interrupt of ours.
 */
final class CallDeadline {
    private final Thread caller = Thread.currentThread();
    private final ScheduledFuture<?> alarm;
    private boolean cancelled;
    private boolean passed;

    /** Starts to count. */
    CallDeadline(ScheduledExecutorService timer, Duration deadline) {
        this.alarm = timer.schedule(this::pass, deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void pass() {
        if (!cancelled) {
            passed = true;
            caller.interrupt();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        alarm.cancel(false);
        if (passed) {
            Thread.interrupted(); // Whoever interrupts for another reason keeps a note of its own.
        }
    }
}
