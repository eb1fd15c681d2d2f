package io.graphsync.console.erase;

import io.graphsync.console.config.Problems;
import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.run.PipelineSettings;
import io.graphsync.console.run.SettingsOption;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.OutputOption;
import io.graphsync.retry.RouterConfig;
import io.graphsync.retry.erasure.ErasureException;
import io.graphsync.retry.erasure.ErasureSettings;
import io.graphsync.sink.SinkConfig;
import io.graphsync.source.SourceConfig;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What both commands take, and how their failures end the process. */
final class EraseOptions {
    @Mixin
    private final SettingsOption option = new SettingsOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    Output output() {
        return output.output();
    }

    /**
     * The three stores.
     *
     * @param erasure PostgreSQL and Kafka
     * @param sink the graph
     */
    record Stores(ErasureSettings erasure, SinkConfig sink) {}

    /**
     * Reads the settings.
     *
     * @throws CommandFailure with one line for each problem
     */
    Stores stores() {
        Settings settings = option.read();
        Problems problems = settings.problems();
        @Nullable Stores stores = null;
        try {
            RouterConfig router = RouterConfig.parse(PipelineSettings.forRouter(settings));
            String slot = SourceConfig.parse(PipelineSettings.forSource(settings))
                    .capture()
                    .slot();
            stores = new Stores(
                    new ErasureSettings(
                            router.database(),
                            slot,
                            RouterConfig.letters(PipelineSettings.forRouter(settings)),
                            PipelineSettings.catalog(settings)),
                    SinkConfig.parse(PipelineSettings.forSink(settings)));
        } catch (ConfigException | IllegalArgumentException wrong) {
            problems.addAll(String.valueOf(wrong.getMessage()));
        }
        problems.throwIfAny();
        return Objects.requireNonNull(stores, "a configuration without a problem");
    }

    static CommandFailure failure(ErasureException ended) {
        ExitCode code = ended.isUnreachable() ? ExitCode.UNREACHABLE : ExitCode.INCOMPLETE;
        return new CommandFailure(code, String.valueOf(ended.getMessage()), ended);
    }
}
