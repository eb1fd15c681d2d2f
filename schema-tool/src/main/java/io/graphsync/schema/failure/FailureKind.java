package io.graphsync.schema.failure;

/** What kind of end a run had; each has the exit code that operators and CI can rely on. */
public enum FailureKind {
    /** A bug, or something nobody foresaw. */
    UNEXPECTED(1),
    /** Wrong usage, wrong configuration, or a migration file that cannot be understood. */
    CONFIGURATION(2),
    /** A server cannot be reached, or it refused the login. */
    UNREACHABLE(3),
    /** A gate refused the run; nothing was changed. */
    REFUSED(4),
    /** The check found something, for example an applied file that was edited. */
    FOUND(5),
    /** The run stopped before its end; what was applied is recorded, and the message says how to go on. */
    HALFWAY(6),
    /** Stopped by a person. */
    INTERRUPTED(130);

    private final int exitCode;

    FailureKind(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a process that ends this way. */
    public int exitCode() {
        return exitCode;
    }
}
