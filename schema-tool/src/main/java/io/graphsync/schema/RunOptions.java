package io.graphsync.schema;

import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.progress.Progress;
import io.graphsync.schema.target.RunLimits;

/**
 * How a run goes about its work.
 *
 * @param outOfOrder true if files that came after ones with higher numbers may run
 */
public record RunOptions(RunLimits limits, boolean outOfOrder, Progress progress, Cancellation cancellation) {
    /** Default limits, nobody told, never stopped. */
    public static RunOptions defaults() {
        return new RunOptions(RunLimits.defaults(), false, Progress.silent(), new Cancellation());
    }

    /** The same, told to somebody. */
    public RunOptions telling(Progress listener) {
        return new RunOptions(limits, outOfOrder, listener, cancellation);
    }
}
