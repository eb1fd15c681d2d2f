package io.graphsync.sink.job;

/** The jobs can't be read or written; the message says what was attempted. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Takes what was attempted, and why it failed. */
    public JobException(String message, Throwable cause) {
        super(message, cause);
    }
}
