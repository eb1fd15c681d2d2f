package io.graphsync.console.run;

import io.graphsync.console.config.Problems;
import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.retry.RouterApp;
import io.graphsync.retry.RouterConfig;
import io.graphsync.retry.topology.RedeliveryState;
import io.graphsync.sink.SinkApp;
import io.graphsync.sink.SinkConfig;
import io.graphsync.sink.SinkState;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.VerifyHistory;
import io.graphsync.sink.verify.VerifySchedule;
import io.graphsync.source.SourceApp;
import io.graphsync.source.SourceConfig;
import io.graphsync.source.SourceState;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;

/**
 * Reads the configuration of the wanted parts and starts them. Everything that is wrong with any of them is reported
 * before the first one starts.
 */
public final class PartStarter {
    private final Map<PartName, Supplier<Part>> starts = new EnumMap<>(PartName.class);
    private final HeapBudget heap = new HeapBudget();
    private final Problems problems;

    private PartStarter(Problems problems) {
        this.problems = problems;
    }

    /**
     * Checks the configuration.
     *
     * @throws CommandFailure with one line for each problem
     */
    public static PartStarter prepare(Settings settings, EnumSet<PartName> wanted, MeterRegistry registry) {
        PartStarter starter = new PartStarter(settings.problems());
        EventCatalog catalog = starter.check(() -> PipelineSettings.catalog(settings), EventTypeReader.builtIn());
        starter.check(() -> ConsoleConfig.of(settings));
        for (PartName part : wanted) {
            switch (part) {
                case SOURCE -> starter.addSource(settings, catalog, registry);
                case ROUTER -> starter.addRouter(settings, registry);
                case SINK -> starter.addSink(settings, catalog, registry);
                case VERIFIER -> starter.addVerifier(settings, registry);
            }
        }
        starter.heap.problem(Runtime.getRuntime().maxMemory()).ifPresent(starter.problems::addAll);
        starter.problems.throwIfAny();
        return starter;
    }

    /** Starts the parts, in the order of the data; each waits for its servers by itself. */
    public void startAll(PipelineProcess process) {
        starts.keySet().forEach(part -> start(part, process));
    }

    /** Starts one of the wanted parts. */
    public void start(PartName part, PipelineProcess process) {
        process.add(Objects.requireNonNull(starts.get(part), part::name).get());
    }

    private void addSource(Settings settings, EventCatalog catalog, MeterRegistry registry) {
        check(() -> {
            SourceConfig config = SourceConfig.parse(PipelineSettings.forSource(settings));
            heap.add("source.queue.max.bytes", config.capture().maxQueueBytes());
            starts.put(PartName.SOURCE, () -> {
                SourceApp app = SourceApp.start(config, catalog, registry);
                return new RunningPart("source", app.terminated(), () -> isWorking(app.state()), app::close);
            });
        });
    }

    private void addRouter(Settings settings, MeterRegistry registry) {
        check(() -> {
            RouterConfig config = RouterConfig.parse(PipelineSettings.forRouter(settings));
            starts.put(PartName.ROUTER, () -> {
                RouterApp app = RouterApp.start(config, registry);
                return new RunningPart(
                        "router", app.failure(), () -> app.state() == RedeliveryState.RUNNING, app::close);
            });
        });
    }

    private void addSink(Settings settings, EventCatalog catalog, MeterRegistry registry) {
        check(() -> {
            SinkConfig config = SinkConfig.parse(PipelineSettings.forSink(settings));
            heap.add("sink.buffer.max.bytes", config.maxBufferedBytes());
            starts.put(PartName.SINK, () -> {
                SinkApp app = SinkApp.start(config, catalog, registry);
                return new RunningPart("sink", app.failure(), () -> app.state() == SinkState.RUNNING, app::close);
            });
        });
    }

    private void addVerifier(Settings settings, MeterRegistry registry) {
        check(() -> {
            VerifierSettings config = VerifierSettings.of(settings);
            starts.put(PartName.VERIFIER, () -> {
                VerifySchedule schedule = VerifySchedule.start(
                        new GraphVerifier(config.database(), config.graph()),
                        new VerifyHistory(config.database()),
                        config.interval(),
                        registry);
                return new RunningPart("verifier", schedule.terminated(), () -> true, schedule::close);
            });
        });
    }

    /** A standby does what it is there for. */
    private static boolean isWorking(SourceState state) {
        return state == SourceState.STREAMING || state == SourceState.READING_BACK || state == SourceState.STANDBY;
    }

    private void check(Runnable read) {
        check(
                () -> {
                    read.run();
                    return true;
                },
                false);
    }

    private <T> T check(Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (ConfigException | IllegalArgumentException e) {
            problems.addAll(String.valueOf(e.getMessage()));
            return otherwise;
        }
    }
}
