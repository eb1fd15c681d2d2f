package io.graphsync.console.run;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the parts of a process may keep waiting, held against its heap: what is sure to run out of memory when the first server
 * is away had better not start.
 */
final class HeapBudget {
    private static final long MEGABYTE = 1L << 20;

    /** Bytes of events are objects in the heap, and batches of them are copied. */
    private static final int HEAP_PER_BYTE = 3;

    private final Map<String, Long> buffers = new TreeMap<>();

    /**
     * Takes note of a buffer.
     *
     * @param key the setting that bounds it
     */
    void add(String key, long bytes) {
        buffers.put(key, bytes);
    }

    /**
     * Returns what is wrong, and how to mend it; empty where the buffers leave a quarter of the heap to the rest.
     *
     * @param heap most bytes of the heap
     */
    Optional<String> problem(long heap) {
        long wanted = buffers.values().stream().mapToLong(Long::longValue).sum();
        if (wanted <= heap / 4 * 3) {
            return Optional.empty();
        }
        return Optional.of("%s: %d MB may wait in memory, and the heap has %d MB; lower %s, or start with %s=-Xmx%dm"
                .formatted(
                        String.join(", ", buffers.keySet()),
                        wanted / MEGABYTE,
                        heap / MEGABYTE,
                        buffers.size() == 1 ? "it" : "them",
                        "GRAPHSYNC_JAVA_OPTS",
                        wanted / MEGABYTE * HEAP_PER_BYTE));
    }
}
