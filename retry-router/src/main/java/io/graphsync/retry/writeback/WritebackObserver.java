package io.graphsync.retry.writeback;

/** Is told what was written back, for metrics. Called by one thread. */
public interface WritebackObserver {
    /**
     * A batch was committed.
     *
     * @param rows rows that changed
     * @param gone changes that found no row to change, because it was pruned or shows as much already
     */
    void written(int rows, int gone);

    /** PostgreSQL refuses the values of one change; its row keeps its old status. */
    void refused();
}
