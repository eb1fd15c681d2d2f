package io.graphsync.source;

import java.util.Objects;

/** An action on the replication slot did not come to its end; the message says why and what to do. */
public final class SlotActionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it ended. */
    public enum Reason {
        /** It would do harm, or makes no sense as the slot is; nothing was changed. */
        REFUSED,
        /** A server can't be reached, or refused the login, or is not set up; nothing was changed. */
        UNAVAILABLE,
        /** It broke off half-way; to run it again is safe, and so is to start a source instead. */
        INCOMPLETE
    }

    private final Reason reason;

    SlotActionException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    SlotActionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Returns why it ended. */
    public Reason reason() {
        return reason;
    }
}
