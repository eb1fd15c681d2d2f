package io.graphsync.sink.rebuild;

import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphSettings;

/** A rebuild can't go on; the message says why, and what to do. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes what happened and what to do. */
    public ReplayException(String message) {
        super(message);
    }

    /** Takes what happened and what to do. */
    public ReplayException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Makes that of a graph that can't be asked. */
    static ReplayException of(GraphSettings graph, GraphFailure failure) {
        return new ReplayException("Neo4j at " + graph + " can't be used: " + failure.getMessage(), failure);
    }
}
