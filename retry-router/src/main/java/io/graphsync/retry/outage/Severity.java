package io.graphsync.retry.outage;

/** What a failure calls for. */
public enum Severity {
    /** Wait and try again: the same work may succeed. */
    TRANSIENT,
    /** The work itself is wrong: set this piece aside and go on with the next. */
    POISON,
    /** Nothing will succeed until somebody mends the configuration, a right or the program. */
    FATAL
}
