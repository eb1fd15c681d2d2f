package io.graphsync.console.run;

import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.health.HealthServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code graphsync run}: one, several or all parts against real servers, until it is stopped. */
@Command(
        name = "run",
        description = {
            "Runs parts of the pipeline against your servers until it is stopped.",
            "Settings come from the file and, over it, from the environment: docs/configuration.md."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Parameters(arity = "0..*", paramLabel = "PART", description = "${COMPLETION-CANDIDATES}; none means all of them.")
    private List<PartName> parts = List.of();

    @Mixin
    private final SettingsOption option = new SettingsOption();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = option.read();
        PartStarter starter = PartStarter.prepare(settings, wanted(), new SimpleMeterRegistry());
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread hook = new Thread(() -> {
            stopped.complete(null);
            ended.join();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (PipelineProcess process = new PipelineProcess();
                HealthServer health = healthServer(settings, process)) {
            LOG.atInfo().addKeyValue("port", health.port()).log("Health is answered");
            starter.startAll(process);
            CompletableFuture.anyOf(stopped, process.failure()).join();
            return ExitCode.DONE.code();
        } catch (CompletionException fatal) {
            throw failureOf(fatal);
        } finally {
            ended.complete(null);
        }
    }

    private EnumSet<PartName> wanted() {
        return parts.isEmpty() ? EnumSet.allOf(PartName.class) : EnumSet.copyOf(parts);
    }

    private static HealthServer healthServer(Settings settings, PipelineProcess process) {
        var address = ConsoleConfig.of(settings).health();
        try {
            return HealthServer.start(address, process::health);
        } catch (IOException inUse) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    String.format(
                            Locale.ROOT,
                            "can't answer health questions on %s: %s. Set health.host and health.port, or"
                                    + " health.port=0 for any free one.",
                            address,
                            inUse.getMessage()),
                    inUse);
        }
    }

    private static CommandFailure failureOf(CompletionException fatal) {
        Throwable cause = fatal.getCause() == null ? fatal : fatal.getCause();
        return new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(cause.getMessage()), cause);
    }
}
