package io.graphsync.sink.outage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish to stop, for threads that wait. Safe for use by many threads. */
public final class StopSignal {
    private final CountDownLatch requested = new CountDownLatch(1);

    /** Asks to stop; idempotent. */
    public void request() {
        requested.countDown();
    }

    /** Returns whether somebody asked to stop. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits; returns early, and true, when the stop is requested. */
    public boolean await(Duration delay) {
        try {
            return requested.await(delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            request();
            return true;
        }
    }
}
