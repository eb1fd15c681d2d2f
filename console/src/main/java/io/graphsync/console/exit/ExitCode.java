package io.graphsync.console.exit;

/** What the process tells its caller; the same table for {@code graphsync} and {@code migrate}. */
public enum ExitCode {
    /** Done. */
    DONE(0),
    /** A defect, or something nobody foresaw. */
    UNEXPECTED(1),
    /** The arguments or the configuration are wrong. */
    USAGE(2),
    /** A server can't be reached, or refused the login. */
    UNREACHABLE(3),
    /** Refused: it would do harm, or makes no sense as things are. */
    REFUSED(4),
    /** The check found something: differences, or a part that is not healthy. */
    FOUND(5),
    /** Stopped half-way; the message says how to go on. */
    INCOMPLETE(6),
    /** Interrupted by the operator. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the number that the process exits with. */
    public int code() {
        return code;
    }
}
