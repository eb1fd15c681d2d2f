package io.graphsync.sink.write;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Remembers which elements were written of late, as far as a table of fixed size allows. It may take an element for another one
 * that was, and it forgets; so nothing but the speed may depend on it. Safe for use by many threads.
 */
final class RecentElements {
    /** A power of two; half a MB. */
    private static final int SLOTS = 1 << 17;

    private final AtomicIntegerArray hashes = new AtomicIntegerArray(SLOTS);

    /** Remembers an element, and returns whether it was not remembered before. */
    boolean add(String element) {
        int hash = element.hashCode();
        return hashes.getAndSet((hash ^ (hash >>> 15)) & (SLOTS - 1), hash) != hash;
    }
}
