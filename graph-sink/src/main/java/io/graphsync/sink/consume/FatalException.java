package io.graphsync.sink.consume;

/** The sink can't go on until somebody mends the program or its configuration; the message says what. */
public final class FatalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes one from what was attempted, on what, and what to do. */
    public FatalException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Makes one without a cause. */
    public FatalException(String message) {
        super(message);
    }
}
