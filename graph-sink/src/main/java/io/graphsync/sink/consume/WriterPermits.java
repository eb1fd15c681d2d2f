package io.graphsync.sink.consume;

import java.util.function.IntConsumer;

/** Lets as many writers work as {@link WriterLimit} allows. Safe for use by many threads. */
final class WriterPermits {
    private final IntConsumer changed;
    private WriterLimit limit;
    private int atWork;

    /**
     * Makes permits.
     *
     * @param changed is told the number of writers that may work
     */
    WriterPermits(int most, IntConsumer changed) {
        this.limit = WriterLimit.of(most);
        this.changed = changed;
        changed.accept(most);
    }

    synchronized void acquire() throws InterruptedException {
        while (atWork >= limit.now()) {
            wait();
        }
        atWork++;
    }

    synchronized void release() {
        atWork--;
        notifyAll();
    }

    void committed() {
        change(true);
    }

    void collided() {
        change(false);
    }

    private synchronized void change(boolean committed) {
        int before = limit.now();
        limit = committed ? limit.afterCommit() : limit.afterCollision();
        if (limit.now() != before) {
            changed.accept(limit.now());
            notifyAll();
        }
    }
}
