package io.graphsync.console.letters;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.retry.letters.LettersException;

/** How a command ends that can't read or write what it needs of Kafka. */
public final class LetterFailures {
    private LetterFailures() {}

    /** Returns the end of the command. */
    public static CommandFailure of(LettersException failure) {
        ExitCode code = switch (failure.reason()) {
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case NO_TOPIC -> ExitCode.USAGE;
            case REPLACED -> ExitCode.INCOMPLETE;
        };
        return new CommandFailure(code, String.valueOf(failure.getMessage()), failure);
    }
}
