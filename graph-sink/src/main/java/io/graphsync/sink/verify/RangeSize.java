package io.graphsync.sink.verify;

import java.time.Duration;

/**
 * How many elements a range has: as many as both stores tell in half a second to a second, so that no question keeps one of
 * them busy for long, however slow it is. The first range is small, because a store takes longest over a question that it has not
 * heard yet. One thread at a time.
 */
final class RangeSize {
    /** More at a time are no quicker. */
    static final int MOST = 2_000;

    /** Fewer at a time take as long, because what takes long is something else. */
    static final int LEAST = 50;

    private static final int FIRST = 250;
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final Duration SHORT = LONG.dividedBy(2);

    private int size = FIRST;

    int get() {
        return size;
    }

    /** Learns how long it took to compare a range. */
    void took(Duration range) {
        if (range.compareTo(LONG) > 0) {
            size = Math.max(size / 2, LEAST);
        } else if (range.compareTo(SHORT) < 0) {
            size = Math.min(size * 2, MOST);
        }
    }
}
