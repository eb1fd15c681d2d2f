package io.graphsync.console.letters;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code graphsync dlt}: events that were given up, and what an operator can do about them. */
@Command(
        name = "dlt",
        aliases = "dlq",
        description = "Shows dead letters, sends them on their way again, or gives them up for good.",
        subcommands = {
            SummaryCommand.class,
            ListCommand.class,
            ShowCommand.class,
            RedriveCommand.class,
            DiscardCommand.class,
            ExportCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        footer = {"", "What to do about dead letters: docs/operations/dead-letters.md"})
public final class DltCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name one of summary, list, show, redrive, discard, export");
    }
}
