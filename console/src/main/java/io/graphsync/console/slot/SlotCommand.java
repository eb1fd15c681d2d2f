package io.graphsync.console.slot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code graphsync slot}: the replication slot of cdc-source. */
@Command(
        name = "slot",
        description = {
            "The replication slot: PostgreSQL's memory of how far cdc-source has read.",
            "The runbook is docs/operations/slot.md."
        },
        subcommands = {SlotShowCommand.class, SlotCreateCommand.class, SlotDropCommand.class},
        mixinStandardHelpOptions = true)
public final class SlotCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: slot show, slot create or slot drop");
    }
}
