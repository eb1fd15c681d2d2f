package io.graphsync.retry.erasure;

/** PostgreSQL can't be asked, or refuses; the message tells what was attempted and what to do. */
public final class ErasureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    ErasureException(boolean unreachable, String message, Throwable cause) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** Whether the server can't be reached or refused the login; else it refused what was asked. */
    public boolean isUnreachable() {
        return unreachable;
    }
}
