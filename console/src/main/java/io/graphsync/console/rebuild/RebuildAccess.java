package io.graphsync.console.rebuild;

import io.graphsync.console.config.Problems;
import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.run.ConsoleConfig;
import io.graphsync.console.run.PipelineSettings;
import io.graphsync.console.run.SettingsOption;
import io.graphsync.console.run.VerifierSettings;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.OutputOption;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.sink.SinkConfig;
import io.graphsync.sink.job.JobException;
import io.graphsync.sink.mapping.TemplateCatalog;
import io.graphsync.sink.rebuild.Rebuild;
import io.graphsync.sink.rebuild.RebuildSettings;
import io.graphsync.sink.rebuild.ReplayException;
import io.graphsync.sink.verify.VerifyException;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What all commands of a rebuild take, and how their failures end the process. */
final class RebuildAccess {
    @Mixin
    private final SettingsOption option = new SettingsOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    Output output() {
        return output.output();
    }

    /** What is done with a rebuild. */
    interface Use<T> {
        T with(Rebuild rebuild) throws InterruptedException;
    }

    /**
     * Reads the settings, and does something.
     *
     * @throws CommandFailure with one line for each problem of the settings, or telling what went wrong
     */
    <T> T with(Use<T> use) throws InterruptedException {
        try {
            return use.with(new Rebuild(settings()));
        } catch (ReplayException refused) {
            throw new CommandFailure(ExitCode.REFUSED, String.valueOf(refused.getMessage()), refused);
        } catch (JobException | VerifyException unreachable) {
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(unreachable.getMessage()), unreachable);
        } catch (KafkaException unreachable) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "Kafka can't be asked: " + unreachable.getMessage(), unreachable);
        }
    }

    private RebuildSettings settings() {
        Settings settings = option.read();
        Problems problems = settings.problems();
        @Nullable RebuildSettings rebuild = null;
        try {
            EventCatalog catalog = PipelineSettings.catalog(settings);
            SinkConfig sink = SinkConfig.parse(PipelineSettings.forSink(settings));
            rebuild = new RebuildSettings(
                    catalog,
                    TemplateCatalog.load(catalog, sink.eventsDirectory()),
                    sink.consume(catalog),
                    VerifierSettings.rows(settings),
                    sink.graph(),
                    ConsoleConfig.second(settings, sink.graph()));
        } catch (ConfigException | IllegalArgumentException wrong) {
            problems.addAll(String.valueOf(wrong.getMessage()));
        }
        problems.throwIfAny();
        return Objects.requireNonNull(rebuild, "a configuration without a problem");
    }
}
