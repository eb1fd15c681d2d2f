package io.graphsync.sink.rebuild;

import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.MappedEvent;
import java.time.Duration;
import java.util.Optional;

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

    /** Leaves out what need not be written, and puts the rest in order; as the thread does that reads. */
    Window<E> arrange(Window<E> window);

    /**
     * Begins to put the events of a window where they belong, beside those of windows before it that are not there yet.
     *
     * @throws ReplayException if they can't be kept, and waiting does not help
     */
    Writing write(Window<E> window);

    /** A window that is being written. */
    @FunctionalInterface
    interface Writing {
        /**
         * Waits until all its events are where they belong.
         *
         * @param most how long to wait for that
         * @return false if the stop was asked for before they were; empty where it takes longer
         * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
         */
        Optional<Boolean> await(Duration most) throws GraphFailure, InterruptedException;
    }

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
