package io.graphsync.schema.failure;

import org.jspecify.annotations.Nullable;

/** A failure that a person can act on: the message says what was attempted, on what, and what to do next. */
public final class MigrateException extends RuntimeException {
    private final FailureKind kind;

    public MigrateException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public MigrateException(FailureKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }

    /** The message, never null. */
    public String text() {
        String message = getMessage();
        return message == null ? kind.toString() : message;
    }
}
