package io.graphsync.sink.rebuild;

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
}
