package io.graphsync.stack;

/** A server of the stack does not do what it was told; the message says which, why, and where its log is. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
