package io.graphsync.console.slot;

import io.graphsync.console.exit.ExitCode;
import io.graphsync.source.SlotActionException;
import io.graphsync.source.SlotActions;
import io.graphsync.source.database.SlotState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code graphsync slot show}. */
@Command(
        name = "show",
        description = "Shows how the slot is (exit 0 if it can be used, 5 if not).",
        mixinStandardHelpOptions = true)
final class SlotShowCommand implements Callable<Integer> {
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
            SlotState state = actions.show();
            spec.commandLine().getOut().println(options.renderer().show(actions.slot(), state));
            return (state instanceof SlotState.Usable || state instanceof SlotState.Busy
                            ? ExitCode.DONE
                            : ExitCode.FOUND)
                    .code();
        } catch (SlotActionException ended) {
            throw SlotOptions.failure(ended);
        }
    }
}
