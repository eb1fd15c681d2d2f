package io.graphsync.verification.chaos;

import io.graphsync.verification.chaos.journal.JournalReader;
import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.workload.WorkloadSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code verification/chaos}: reads arguments, runs, prints. */
@Command(
        name = "chaos",
        description = {
            "Kills, stops, cuts and fills up everything that the pipeline consists of and rests on, while applications"
                    + " write, and then judges whether an event is lost or the graph is wrong."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 nothing lost and nothing wrong, 1 the run could not be made, 2 usage,",
            "5 something is lost or wrong, or a process gave up by itself, 130 interrupted.",
            "docs/reliability.md tells what is broken and how it is judged."
        })
final class ChaosCommand implements Callable<Integer> {
    static final int DONE = 0;
    static final int FOUND = 5;
    static final int UNEXPECTED = 1;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides the faults and the rows.")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "3",
            description = "How long faults are injected (${DEFAULT-VALUE}); start and settling come on top.")
    private double minutes;

    @Option(
            names = "--gap",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "Mean time between two faults (${DEFAULT-VALUE}).")
    private double gap;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Events a second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--bulk-rows",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Events of a large transaction (${DEFAULT-VALUE}).")
    private int bulkRows;

    @Option(
            names = "--routers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Retry routers (${DEFAULT-VALUE}); there are two sources and two sinks.")
    private int routers;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "How long nothing may arrive while all settles in the end (${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--replay", paramLabel = "JOURNAL", description = "Repeats the plan of a journal.")
    private @Nullable Path replay;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where journal and logs go; otherwise a new folder below verification/target/chaos.")
    private @Nullable Path directory;

    @Option(names = "-o", paramLabel = "text|json", defaultValue = "text", description = "Format of the report.")
    private Format format = Format.TEXT;

    /** Of the report. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ChaosSettings settings = settings();
        Optional<List<Fault>> plan = Optional.empty();
        if (replay != null) {
            JournalReader.Recorded recorded = JournalReader.read(replay);
            settings = ChaosSettings.of(recorded.settings());
            plan = Optional.of(recorded.plan());
        }
        return run(settings, plan, prepare());
    }

    private ChaosSettings settings() {
        return new ChaosSettings(
                seed,
                Duration.ofMillis(Math.round(minutes * 60_000)),
                Duration.ofMillis(Math.round(gap * 1_000)),
                2,
                2,
                routers,
                new WorkloadSettings(3, rate, bulkRows, Duration.ofSeconds(8)),
                Duration.ofSeconds(patience));
    }

    private Path prepare() throws IOException {
        if (directory != null) {
            Files.createDirectories(directory);
            requireEmpty(directory);
            return directory;
        }
        String time = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Path home = Path.of(System.getProperty("graphsync.home", "."));
        return Files.createDirectories(home.resolve("verification/target/chaos").resolve("seed-" + seed + "-" + time));
    }

    /** The router would begin with the state of another run's events. */
    private void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new ParameterException(
                        commandSpec().commandLine(),
                        "--directory: " + folder + " is not empty, as after another run; name a new one");
            }
        }
    }

    private int run(ChaosSettings settings, Optional<List<Fault>> plan, Path folder) throws Exception {
        PrintWriter err = commandSpec().commandLine().getErr();
        try (ChaosRun run = ChaosRun.open(settings, plan, folder, line -> print(err, line))) {
            Thread hook = new Thread(() -> end(run));
            Runtime.getRuntime().addShutdownHook(hook);
            ChaosReport report = run.run();
            PrintWriter out = commandSpec().commandLine().getOut();
            out.print(format == Format.JSON ? ReportRenderer.json(report) : ReportRenderer.text(report));
            out.flush();
            if (!report.isPassed()) {
                print(err, "journal and logs: " + folder);
                print(err, "again: verification/chaos --replay " + folder.resolve("journal.jsonl"));
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return report.isPassed() ? DONE : report.broken().isEmpty() ? FOUND : UNEXPECTED;
        }
    }

    /** At a signal: servers, processes and mounts must not stay behind. */
    private static void end(ChaosRun run) {
        try {
            run.close();
        } catch (IOException e) {
            System.err.println("chaos: " + e.getMessage());
        }
    }

    private static void print(PrintWriter err, String line) {
        err.println("chaos: " + line);
        err.flush();
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
