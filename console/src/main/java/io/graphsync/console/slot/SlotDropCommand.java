package io.graphsync.console.slot;

import io.graphsync.console.exit.ExitCode;
import io.graphsync.source.SlotActionException;
import io.graphsync.source.SlotActions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync slot drop}. */
@Command(
        name = "drop",
        description = {
            "Drops the slot, so that PostgreSQL keeps no WAL for it; refused while a source is active.",
            "The next source that starts makes a new one and sends every row that graph_outbox holds.",
            "Without --execute it only says what it would do."
        },
        mixinStandardHelpOptions = true)
final class SlotDropCommand implements Callable<Integer> {
    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SlotOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        SlotActions actions = options.actions();
        try {
            var found = actions.drop(execute);
            spec.commandLine().getOut().println(options.renderer().dropped(actions.slot(), found, execute));
            return ExitCode.DONE.code();
        } catch (SlotActionException ended) {
            throw SlotOptions.failure(ended);
        }
    }
}
