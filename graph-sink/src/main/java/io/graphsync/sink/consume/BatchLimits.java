package io.graphsync.sink.consume;

/**
 * How much one transaction takes.
 *
 * @param maxRecords most records of a batch, at least 1
 * @param maxBytes most bytes of a batch, keys and values together; one record is a batch however large it is
 */
public record BatchLimits(int maxRecords, long maxBytes) {
    /** Checks that both are positive. */
    public BatchLimits {
        if (maxRecords < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxRecords + ", " + maxBytes);
        }
    }
}
