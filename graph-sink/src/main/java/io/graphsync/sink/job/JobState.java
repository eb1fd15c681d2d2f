package io.graphsync.sink.job;

import java.util.Locale;

/** Where a job is in its life. */
public enum JobState {
    /** A process is at work, or was and has died. */
    RUNNING,
    /** Stopped before its end; it can be resumed. */
    INTERRUPTED,
    /** Finished. */
    DONE,
    /** Ended by an operator. */
    CANCELLED;

    /** Returns whether it can be resumed. */
    public boolean isOpen() {
        return this == RUNNING || this == INTERRUPTED;
    }

    /** Returns the word that PostgreSQL keeps. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
