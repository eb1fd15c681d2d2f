package io.graphsync.retry.topology;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * A key of the index of due times: when, then who. Its bytes sort by time, because both stores compare them as unsigned
 * numbers and no time here is before 1970.
 *
 * @param due milliseconds since the epoch, not negative
 */
record DueKey(long due, UUID id) {
    private static final int LENGTH = Long.BYTES * 3;

    Bytes toBytes() {
        return Bytes.wrap(ByteBuffer.allocate(LENGTH)
                .putLong(due)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    static DueKey of(Bytes bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.get());
        return new DueKey(buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong()));
    }

    /** Returns the key that sorts before every other of that time. */
    static Bytes first(long due) {
        return new DueKey(due, new UUID(0, 0)).toBytes();
    }
}
