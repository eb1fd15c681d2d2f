package io.graphsync.schema;

import io.graphsync.schema.gate.Permission;
import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.progress.Progress;
import io.graphsync.schema.target.RunLimits;

/**
 * How a run goes about its work.
 *
 * @param outOfOrder true if files that came after ones with higher numbers may run
 * @param permission what was brought along for the gates
 */
public record RunOptions(
        RunLimits limits, boolean outOfOrder, Permission permission, Progress progress, Cancellation cancellation) {
    /** Default limits, nothing permitted beyond the usual, nobody told, never stopped. */
    public static RunOptions defaults() {
        return new RunOptions(RunLimits.defaults(), false, Permission.none(), Progress.silent(), new Cancellation());
    }

    /** The same, told to somebody. */
    public RunOptions telling(Progress listener) {
        return new RunOptions(limits, outOfOrder, permission, listener, cancellation);
    }
}
