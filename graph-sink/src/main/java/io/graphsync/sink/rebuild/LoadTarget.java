package io.graphsync.sink.rebuild;

import io.graphsync.sink.failure.GraphFailure;
import java.util.OptionalInt;

/** Where a rebuild puts the events. One thread. */
interface LoadTarget extends AutoCloseable {
    /**
     * Puts the events of a window where they belong; when it returns they are there, whatever happens to this process.
     *
     * @return how many were needed; empty if the stop was asked for before all were there
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     * @throws ReplayException if they can't be kept, and waiting does not help
     */
    OptionalInt write(Window window) throws GraphFailure, InterruptedException;

    @Override
    void close();
}
