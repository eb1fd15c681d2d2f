package io.graphsync.schema.target;

import io.graphsync.schema.plan.PlannedFile;
import io.graphsync.schema.plan.TargetState;

/**
 * A store that files are applied to. One run uses it on one thread, in the order of the methods below.
 *
 * <p>Failures are {@link io.graphsync.schema.failure.MigrateException}s.
 */
public interface MigrationStore extends AutoCloseable {
    /** What the store says about itself; writes nothing. */
    TargetState state();

    /** Waits until no other run works on this store, and keeps others out until {@link #close}. */
    void lock();

    /** Creates the tool's own bookkeeping if it is not there, and records the environment's name at first contact. */
    void prepare(String environment);

    /** Applies one file, and records it. */
    FileResult apply(PlannedFile file);

    /** Lets others in and disconnects. */
    @Override
    void close();
}
