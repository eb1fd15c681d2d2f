package io.graphsync.sink.verify;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How long the longest question took that was put to a store, with all its rows. Safe for use by many threads. */
final class LongestQuestion {
    private final AtomicLong nanos = new AtomicLong();

    /** Takes note of one that began at a value of {@link System#nanoTime}. */
    void ended(long began) {
        nanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }

    Duration took() {
        return Duration.ofNanos(nanos.get());
    }
}
