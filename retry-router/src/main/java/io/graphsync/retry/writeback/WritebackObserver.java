package io.graphsync.retry.writeback;

/** Is told what was written back, for metrics. Called by one thread. */
public interface WritebackObserver {
    /**
     * A batch was committed.
     *
     * @param rows rows that changed
     * @param gone outcomes that found no row to change, because the row was pruned or its letter was closed before
     */
    void written(int rows, int gone);

    /** PostgreSQL refuses the values of one outcome; its row keeps its old status. */
    void refused();
}
