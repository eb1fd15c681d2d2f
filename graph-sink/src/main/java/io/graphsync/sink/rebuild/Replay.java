package io.graphsync.sink.rebuild;

import java.util.Optional;

/**
 * Where the events of a rebuild come from, some at a time. One thread.
 *
 * @param <E> what the target of the rebuild keeps of an event
 */
interface Replay<E> extends AutoCloseable {
    /**
     * Reads on.
     *
     * @return empty when all has been read
     * @throws ReplayException if it can't be read, and nobody mends that by waiting
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<Window<E>> next() throws InterruptedException;

    @Override
    void close();
}
