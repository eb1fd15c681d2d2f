package io.graphsync.source.metrics;

import java.util.List;
import java.util.Objects;

/**
 * How the replication slot was when it was last looked at; not a number stands for what is not known.
 *
 * @param retainedBytes WAL that the server keeps for it
 * @param limitBytes most that the server may keep; infinite without a limit
 * @param lagBytes WAL written since what was last acknowledged
 * @param active whether somebody reads it
 * @param walStatus one of {@link #STATUSES}, or empty
 */
public record SlotReading(double retainedBytes, double limitBytes, double lagBytes, boolean active, String walStatus) {
    /** What PostgreSQL may tell of a slot's WAL, and {@code absent} for a slot that is not there. */
    public static final List<String> STATUSES = List.of("reserved", "extended", "unreserved", "lost", "absent");

    /** Before the first look. */
    public static final SlotReading UNKNOWN = new SlotReading(Double.NaN, Double.NaN, Double.NaN, false, "");

    /** There is no slot. */
    public static final SlotReading ABSENT = new SlotReading(Double.NaN, Double.NaN, Double.NaN, false, "absent");

    /** Checks that nothing is missing. */
    public SlotReading {
        Objects.requireNonNull(walStatus, "walStatus");
    }
}
