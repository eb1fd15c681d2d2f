package io.graphsync.console.letters;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.retry.letters.Pace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that change something. */
final class MoveOptions {
    @Option(names = "--execute", description = "Do it; without it nothing is changed.")
    private boolean execute;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the audit topic; needed with --execute.")
    private @Nullable String note;

    @Option(names = "--all", description = "Choose all letters: needed where no id and no filter is given.")
    private boolean all;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "At most so many letters a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--again", description = "Also letters in flight, whose outcome is not known yet.")
    private boolean again;

    boolean execute() {
        return execute;
    }

    boolean again() {
        return again;
    }

    String note() {
        return note == null ? "" : note;
    }

    Pace pace() {
        return new Pace(rate);
    }

    /**
     * Does nothing where the options go together.
     *
     * @throws CommandFailure telling what is missing
     */
    void check(LetterChoice choice) {
        if (choice.isAll() && !all) {
            throw usage("name ids or a filter, or choose all letters with --all");
        }
        if (execute && note().isBlank()) {
            throw usage("--execute needs --note: it is kept with who did it, and when");
        }
        if (rate < 1) {
            throw usage("--rate must be positive: " + rate);
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
