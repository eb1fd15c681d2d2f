package io.graphsync.retry.letters;

import java.util.Objects;

/** Dead letters can't be read or moved; the message tells what was attempted and what to do. */
public final class LettersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** Kafka does not answer, or refuses the login or the right. */
        UNREACHABLE,
        /** The topic does not exist. */
        NO_TOPIC,
        /** Another command that moves dead letters was started and took over. */
        REPLACED
    }

    LettersException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    LettersException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
