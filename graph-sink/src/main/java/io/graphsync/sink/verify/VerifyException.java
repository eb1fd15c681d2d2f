package io.graphsync.sink.verify;

/** A comparison that could not be finished, because one of the stores could not be read. */
public final class VerifyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VerifyException(String message, Throwable cause) {
        super(message, cause);
    }
}
