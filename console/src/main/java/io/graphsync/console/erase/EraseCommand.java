package io.graphsync.console.erase;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code graphsync erase}: takes what is kept of somebody out of PostgreSQL, the topics and the graph. */
@Command(
        name = "erase",
        description = "Erases a user from PostgreSQL, from the topics and from the graph.",
        subcommands = {EraseUserCommand.class, EraseListCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        footer = {"", "What is erased, what remains and for how long: docs/operations/erasure.md"})
public final class EraseCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: erase user or erase list");
    }
}
