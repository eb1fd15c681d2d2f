package io.graphsync.schema;

import io.graphsync.schema.gate.Permission;
import io.graphsync.schema.parse.AcceptedFiles;
import io.graphsync.schema.progress.Cancellation;
import io.graphsync.schema.progress.Progress;
import io.graphsync.schema.target.RunLimits;
import java.util.Optional;

/**
 * How a run goes about its work.
 *
 * @param outOfOrder true if files that came after ones with higher numbers may run
 * @param accepted the files that need not be put through the grammar again
 * @param permission what was brought along for the gates
 */
public record RunOptions(
        RunLimits limits,
        boolean outOfOrder,
        AcceptedFiles accepted,
        Permission permission,
        Progress progress,
        Cancellation cancellation) {
    /** Default limits, nothing permitted beyond the usual, nobody told, never stopped. */
    public static RunOptions defaults() {
        return new RunOptions(
                RunLimits.defaults(),
                false,
                AcceptedFiles.in(Optional.empty()),
                Permission.none(),
                Progress.silent(),
                new Cancellation());
    }

    /** The same, told to somebody. */
    public RunOptions telling(Progress listener) {
        return new RunOptions(limits, outOfOrder, accepted, permission, listener, cancellation);
    }
}
