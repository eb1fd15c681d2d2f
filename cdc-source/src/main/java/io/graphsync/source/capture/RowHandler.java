package io.graphsync.source.capture;

import io.graphsync.source.route.Captured;
import java.util.List;

/** Takes captured rows in the order of the write-ahead log. */
public interface RowHandler {
    /** Called before anything is acknowledged: the slot still stands where it stood when the engine was started. */
    void begin() throws InterruptedException;

    /**
     * Takes the next rows and returns when they are published: the slot is then moved past them. Any exception ends
     * the engine, and the rows are delivered again by the next one.
     */
    void handle(List<Captured> rows) throws InterruptedException;
}
