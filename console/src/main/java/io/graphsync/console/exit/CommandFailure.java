package io.graphsync.console.exit;

/** Ends a command with a message for the operator and an exit code; never a defect, so no stack trace is shown. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** Takes what was attempted, what happened, and what to do about it. */
    public CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Takes a cause beside the message; it is shown with {@code -v}. */
    public CommandFailure(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Returns what the process exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
