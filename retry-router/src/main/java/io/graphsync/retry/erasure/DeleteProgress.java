package io.graphsync.retry.erasure;

/**
 * What became of the delete events of an erasure.
 *
 * @param done in the graph
 * @param underWay not yet, or waiting for another try
 * @param dead dead letters
 */
record DeleteProgress(long done, long underWay, long dead) {
    static final DeleteProgress NONE = new DeleteProgress(0, 0, 0);

    DeleteProgress and(DeleteProgress other) {
        return new DeleteProgress(done + other.done, underWay + other.underWay, dead + other.dead);
    }
}
