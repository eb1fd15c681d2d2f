package io.graphsync.sink.offline;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of the elements of a kind, by the first byte of what their names hash to.
 *
 * @param from the first byte of it, 0 to 255
 * @param upTo the first byte behind it, 1 to 256
 */
record Slice(int from, int upTo) {
    private static final int BYTES = 256;

    /** Cuts everything into parts of about equal size. */
    static List<Slice> cut(int parts) {
        return IntStream.range(0, parts)
                .mapToObj(part -> new Slice(BYTES * part / parts, BYTES * (part + 1) / parts))
                .toList();
    }

    boolean holds(byte first) {
        int unsigned = Byte.toUnsignedInt(first);
        return from <= unsigned && unsigned < upTo;
    }
}
