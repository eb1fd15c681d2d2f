package io.graphsync.console.slot;

import io.graphsync.console.config.Problems;
import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.run.PipelineSettings;
import io.graphsync.console.run.SettingsOption;
import io.graphsync.console.terminal.OutputOption;
import io.graphsync.source.SlotActionException;
import io.graphsync.source.SlotActions;
import io.graphsync.source.SourceConfig;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What every command about the slot takes, and how its failures end the process. */
final class SlotOptions {
    @Mixin
    private final SettingsOption option = new SettingsOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    SlotRenderer renderer() {
        return new SlotRenderer(output.output());
    }

    /**
     * Reads the settings.
     *
     * @throws CommandFailure with one line for each problem
     */
    SlotActions actions() {
        Settings settings = option.read();
        Problems problems = settings.problems();
        @Nullable SlotActions actions = null;
        try {
            actions = new SlotActions(
                    SourceConfig.parse(PipelineSettings.forSource(settings)), PipelineSettings.catalog(settings));
        } catch (ConfigException | IllegalArgumentException wrong) {
            problems.addAll(String.valueOf(wrong.getMessage()));
        }
        problems.throwIfAny();
        return Objects.requireNonNull(actions, "a configuration without a problem");
    }

    static CommandFailure failure(SlotActionException ended) {
        ExitCode code = switch (ended.reason()) {
            case REFUSED -> ExitCode.REFUSED;
            case UNAVAILABLE -> ExitCode.UNREACHABLE;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
        };
        return new CommandFailure(code, String.valueOf(ended.getMessage()), ended);
    }
}
