package io.graphsync.console.demo;

import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.run.PartName;
import io.graphsync.console.run.PartStarter;
import io.graphsync.console.run.PipelineProcess;
import io.graphsync.console.run.PipelineSettings;
import io.graphsync.schema.file.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** A running demo: servers, pipeline and traffic. Everything that it started ends with it, at the latest by a signal. */
final class Demo implements AutoCloseable {
    private static final int STEADY_RATE = 200;
    private static final int FIRST_BURSTS = 8;
    private static final int FIRST_BURST_EVENTS = 25;
    private static final int MOST_STEADY_EVENTS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Instant PROCESS_START =
            ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    private final DemoOptions options;
    private final PrintWriter out;
    private final Progress progress = new Progress(System.err, CommandLine.Help.Ansi.AUTO.enabled());
    private final Resources resources = new Resources();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Outcomes outcomes = new Outcomes(registry);
    private final PipelineProcess pipeline = new PipelineProcess();
    private CompletableFuture<Object> failure = new CompletableFuture<>();

    private Demo(DemoOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the demo to its end: the summary with {@code --exit}, else a signal. */
    static ExitCode run(DemoOptions options, PrintWriter out) throws SQLException, InterruptedException {
        Demo demo = new Demo(options, out);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
        try (demo) {
            return demo.runUntilStopped();
        }
    }

    /** What fails because a signal has begun to close it is no failure. */
    private ExitCode runUntilStopped() throws SQLException, InterruptedException {
        try {
            return run();
        } catch (SQLException | RuntimeException e) {
            if (resources.closing()) {
                return ExitCode.INTERRUPTED;
            }
            throw e;
        }
    }

    private ExitCode run() throws SQLException, InterruptedException {
        progress.say("starting PostgreSQL, Kafka and Neo4j on 127.0.0.1");
        LocalStackProcess stack = resources.own(LocalStackProcess.launch(home(), options.keep()));
        Credentials credentials = Credentials.random(stack.awaitServers());
        DemoDatabase database = new DemoDatabase(credentials);
        DemoSchema.apply(Store.PG, credentials, progress);
        database.setRolePasswords();
        DemoGraph graph = new DemoGraph(credentials, progress);
        startPipeline(credentials, stack);
        TrafficRun traffic = new TrafficRun(
                new SampleTraffic(options.seed()), resources.own(new TrafficWriter(database.asApplication())));
        progress.say("the pipeline runs");
        long deadBefore = database.deadLetters();
        if (!options.exit()) {
            fill(traffic);
            out.println(DemoRenderer.addresses(credentials, options.json()));
            out.flush();
        }
        return traffic(traffic, database, graph, deadBefore);
    }

    /**
     * Writes.
     *
     * @param deadBefore how many dead letters there were before the first change of this traffic
     */
    private ExitCode traffic(TrafficRun traffic, DemoDatabase database, DemoGraph graph, long deadBefore)
            throws SQLException, InterruptedException {
        if (options.events().isPresent()) {
            DemoReport report = writeAndCompare(options.events().get(), traffic, database, graph, deadBefore);
            out.println(DemoRenderer.report(report, options.json()));
            out.flush();
            if (options.exit()) {
                return report.good() ? ExitCode.DONE : ExitCode.FOUND;
            }
        }
        while (goOn()) {
            traffic.steadily(options.rate(), options.rate(), this::goOn);
            DemoReport.Latency latency = outcomes.latency();
            progress.update(String.format(
                    Locale.ROOT,
                    "%,d events written, %,d in the graph; commit to graph p50 %.0f ms, p99 %.0f ms; %,d dead letters",
                    traffic.written(),
                    outcomes.inGraph(),
                    latency.p50(),
                    latency.p99(),
                    database.deadLetters()));
        }
        return ExitCode.INTERRUPTED;
    }

    private void startPipeline(Credentials credentials, LocalStackProcess stack) throws InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>(credentials.environment());
        environment.remove("MIGRATOR_DATABASE_URL");
        environment.put("GRAPHSYNC_RETRY_STATE_DIRECTORY", credentials.servers().directory() + "/retry-router");
        Settings settings = PipelineSettings.reader().read(environment);
        PartStarter starter = PartStarter.prepare(settings, EnumSet.allOf(PartName.class), registry);
        resources.own(pipeline);
        // These two need no Neo4j, and take their time to start.
        starter.start(PartName.SOURCE, pipeline);
        starter.start(PartName.ROUTER, pipeline);
        DemoSchema.apply(Store.NEO4J, credentials, progress);
        starter.start(PartName.SINK, pipeline);
        failure = CompletableFuture.anyOf(pipeline.failure(), stack.lost());
        await("the pipeline to run", () -> pipeline.health().ready());
    }

    /**
     * Writes something to look at. It also takes the servers, which have just started, over their slow first seconds before
     * somebody is told that changes arrive within one.
     */
    private void fill(TrafficRun traffic) throws SQLException, InterruptedException {
        progress.say("writing the first conversations");
        traffic.writePoison();
        for (int i = 0; i < FIRST_BURSTS; i++) {
            traffic.burst(FIRST_BURST_EVENTS, this::goOn);
            await("the graph to catch up", () -> settled(traffic));
        }
    }

    /** Half of the changes come at a pace, which shows the latency; the other half at once, which shows the rate. */
    private DemoReport writeAndCompare(
            int events, TrafficRun traffic, DemoDatabase database, DemoGraph graph, long deadBefore)
            throws SQLException, InterruptedException {
        int steady = Math.min((events + 1) / 2, MOST_STEADY_EVENTS);
        progress.say(String.format(Locale.ROOT, "writing %,d changes, %d a second", steady, STEADY_RATE));
        FirstEvent first = new FirstEvent(outcomes, PROCESS_START);
        traffic.writePoison();
        traffic.steadily(steady - 1L, STEADY_RATE, () -> first.look() && goOn());
        await("the graph to catch up", () -> first.look() && settled(traffic));
        DemoReport.Latency latency = outcomes.latency();

        long burst = events - traffic.written();
        progress.say(String.format(Locale.ROOT, "writing %,d changes at once", burst));
        long burstStart = System.nanoTime();
        traffic.burst(burst, this::goOn);
        await("the graph to catch up", () -> settled(traffic));
        long drainRate = Outcomes.perSecond(burst, Duration.ofNanos(System.nanoTime() - burstStart));

        await("the dead letters to be marked", () -> deadLetters(database) - deadBefore >= traffic.poisonous());
        progress.say("comparing the graph with the rows");
        long dead = deadLetters(database) - deadBefore;
        return new DemoReport(
                DemoReport.FORMAT,
                traffic.written(),
                Math.min(outcomes.inGraph(), traffic.written() - dead),
                dead,
                traffic.poisonous(),
                graph.differences(),
                first.millis(),
                latency,
                drainRate);
    }

    private boolean settled(TrafficRun traffic) {
        return outcomes.inGraph() >= traffic.written() - traffic.poisonous();
    }

    private static long deadLetters(DemoDatabase database) {
        try {
            return database.deadLetters();
        } catch (SQLException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "PostgreSQL can't be asked: " + e.getMessage(), e);
        }
    }

    /** Waits as long as events arrive in the graph, and some time longer. */
    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long arrived = outcomes.inGraph();
        long lastArrival = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (!goOn()) {
                throw new CommandFailure(ExitCode.INTERRUPTED, "stopped while waiting for " + what);
            }
            if (outcomes.inGraph() != arrived) {
                arrived = outcomes.inGraph();
                lastArrival = System.nanoTime();
            }
            if (System.nanoTime() - lastArrival > PATIENCE.toNanos()) {
                throw new CommandFailure(
                        ExitCode.INCOMPLETE,
                        String.format(
                                Locale.ROOT,
                                "waited for %s in vain: for %d s no event has arrived in the graph, which has %,d; the lines above"
                                        + " say what is missing. The servers' logs go with the demo unless you name --keep DIR",
                                what,
                                PATIENCE.toSeconds(),
                                arrived));
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }

    /** Returns false once the demo is to end; fails where a part or a server is lost. */
    private boolean goOn() {
        if (failure.isCompletedExceptionally() && !resources.closing()) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "a part of the demo was lost: " + failure.exceptionNow().getMessage(),
                    failure.exceptionNow());
        }
        return !resources.closing();
    }

    private static Path home() {
        return Path.of(System.getProperty("graphsync.home", "."));
    }

    @Override
    public void close() {
        resources.close();
    }
}
