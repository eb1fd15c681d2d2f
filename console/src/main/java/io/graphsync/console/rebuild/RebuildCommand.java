package io.graphsync.console.rebuild;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code graphsync rebuild}: fills a graph anew, from the topics or from PostgreSQL. */
@Command(
        name = "rebuild",
        description = {
            "Fills a graph anew while traffic goes on, from the topics or from PostgreSQL alone.",
            "A rebuild is a job: it may be killed at any moment and resumed."
        },
        subcommands = {
            PlanCommand.class,
            StartCommand.class,
            StatusCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        footer = {"", "When to use which: docs/operations/rebuild.md"})
public final class RebuildCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name one of plan, start, status, resume, cancel");
    }
}
