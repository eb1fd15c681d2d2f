package io.graphsync.sink.rebuild;

import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a rebuild puts the events. One thread.
 *
 * @param <E> what it keeps of an event
 */
interface LoadTarget<E> extends AutoCloseable {
    /**
     * Makes of an event what is written, as the thread does that has mapped it; empty where there is nothing to write. Safe for
     * use by many threads.
     */
    Optional<E> prepare(MappedEvent event);

    /**
     * Puts the events of a window where they belong.
     *
     * @return how many were needed; empty if the stop was asked for before all were there
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     * @throws ReplayException if they can't be kept, and waiting does not help
     */
    OptionalInt write(Window<E> window) throws GraphFailure, InterruptedException;

    /**
     * Makes sure that what was written is there, whatever happens to this process.
     *
     * @throws ReplayException if it can't be kept, and waiting does not help
     */
    void sync();

    /** Returns how much it takes at a time. */
    BatchLimits window();

    @Override
    void close();
}
