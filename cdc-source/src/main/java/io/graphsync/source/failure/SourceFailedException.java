package io.graphsync.source.failure;

/** The source gave up: the message says what was attempted, on what, and what to do. */
public final class SourceFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes a message for the operator. */
    public SourceFailedException(String message) {
        super(message);
    }

    /** Takes a message for the operator, and what led to it. */
    public SourceFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
