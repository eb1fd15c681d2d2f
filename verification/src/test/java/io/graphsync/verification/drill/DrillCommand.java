package io.graphsync.verification.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verification/rebuild-drill}: reads arguments, loses graphs and has them back, prints what that took. */
@Command(
        name = "rebuild-drill",
        description = {
            "Loses the graph, and Kafka's data, while applications write, and has everything back by graphsync rebuild.",
            "Compares every element with its row after each loss."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 everything came back, 1 the drill could not be made, 2 usage, 5 something differs."
        })
final class DrillCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FOUND = 5;
    private static final int KILLS = 10;

    /** A loss, and the way back. */
    enum Step {
        /** Before applications write: how quickly the graph is filled from the topics, beside the live sink that drained them. */
        SPEED,
        /** A hundred elements are made to differ, and {@code graphsync verify} has to tell which, and why. */
        VERIFY,
        /** The graph is wiped and filled from the topics. */
        TOPICS,
        /** The same, and the rebuild is killed again and again. */
        KILL,
        /** Somebody changes fifty elements of the graph. */
        SWEEP,
        /** The graph is made of files, which are made of the topics and then of PostgreSQL. */
        OFFLINE,
        /** A second graph takes the place of the first. */
        INTO,
        /** Kafka's data are deleted too, and the graph is filled from PostgreSQL. After the others, which need the topics. */
        POSTGRES
    }

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "200000",
            description = "How many messages there are before the first loss (${DEFAULT-VALUE}).")
    private int messages;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Events a second that applications go on writing (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides rows and moments.")
    private long seed;

    @Option(
            names = "--only",
            paramLabel = "STEP",
            split = ",",
            description = "Some of ${COMPLETION-CANDIDATES}; all of them, where none is named.")
    private Set<Step> only = EnumSet.allOf(Step.class);

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = commandSpec().commandLine().getErr();
        ObjectNode report = JSON.createObjectNode().put("format", "graphsync.rebuild-drill/1");
        long differences = 0;
        try (Drill drill = Drill.open(folder(), seed, line -> print(err, line))) {
            double drained = drill.drain(messages);
            report.put("live_drain_per_s", Math.round(drained));
            drill.say("the live sink drained " + Math.round(drained) + " events a second");
            if (only.contains(Step.SPEED)) {
                report.set("speed", speed(drill, drained));
            }
            Traffic traffic = drill.traffic(rate);
            try {
                for (Step step : EnumSet.complementOf(EnumSet.of(Step.SPEED))) {
                    if (!only.contains(step)) {
                        continue;
                    }
                    report.set(step.name().toLowerCase(Locale.ROOT), run(step, drill, drained, seed));
                    drill.requireNoDifference();
                }
            } finally {
                traffic.close();
            }
            differences = drill.differences();
        }
        report.put("differences", differences);
        PrintWriter out = commandSpec().commandLine().getOut();
        out.println(report.toPrettyString());
        out.flush();
        return differences == 0 ? 0 : FOUND;
    }

    private static ObjectNode run(Step step, Drill drill, double drained, long seed)
            throws IOException, InterruptedException, SQLException {
        return switch (step) {
            case SPEED -> throw new IllegalArgumentException("needs a pipeline at rest");
            case VERIFY -> PlantedDifferences.verify(drill, seed);
            case TOPICS -> {
                drill.loseGraph();
                yield report(drill.rebuild("start", "--from=topics", "--note=drill"), drained);
            }
            case KILL -> {
                drill.loseGraph();
                yield report(drill.rebuildKilled(KILLS, "start", "--from=topics", "--note=drill"), drained);
            }
            case SWEEP -> report(BehindOurBack.sweep(drill), drained);
            case OFFLINE -> offline(drill, drained);
            case INTO -> report(ChangeOver.run(drill), drained);
            case POSTGRES -> {
                drill.loseGraph();
                drill.loseKafka();
                drill.startAll();
                yield report(drill.rebuild("start", "--from=postgres", "--note=drill"), drained);
            }
        };
    }

    private static ObjectNode speed(Drill drill, double drained) throws IOException, InterruptedException {
        ObjectNode results = JSON.createObjectNode();
        drill.loseGraph();
        results.set("topics", report(drill.rebuild("start", "--from=topics", "--no-verify", "--note=drill"), drained));
        results.set("offline", filled(OfflineFill.run(drill, "topics"), drained));
        return results;
    }

    private static ObjectNode filled(OfflineFill.Filled filled, double drained) {
        ObjectNode result = JSON.createObjectNode()
                .put("files_seconds", filled.export().took().toMillis() / 1e3)
                .put("import_seconds", filled.imported().toMillis() / 1e3)
                .put("serving_seconds", filled.toServing().toMillis() / 1e3)
                .put("per_s", Math.round(filled.perSecond()))
                .put("times_the_live_drain", Math.round(filled.perSecond() / drained * 10) / 10.0)
                .put("peak_mb", filled.export().peakMegabytes());
        result.set("caught_up", filled.caughtUp().json().path("job"));
        return result;
    }

    private static ObjectNode report(GraphsyncProcess.Ended ended, double drained) {
        long loaded = ended.json().path("job").path("progress").path("rate").asLong();
        ObjectNode result = JSON.createObjectNode()
                .put("seconds", ended.took().toSeconds())
                .put("per_s", loaded)
                .put("times_the_live_drain", Math.round(loaded / drained * 10) / 10.0)
                .put("peak_mb", ended.peakMegabytes());
        result.set("job", ended.json().path("job"));
        return result;
    }

    private static ObjectNode offline(Drill drill, double drained) throws IOException, InterruptedException {
        ObjectNode results = JSON.createObjectNode();
        for (String source : List.of("topics", "postgres")) {
            OfflineFill.Filled filled = OfflineFill.run(drill, source);
            drill.requireNoDifference();
            results.set(source, filled(filled, drained));
        }
        return results;
    }

    private Path folder() throws IOException {
        String time = ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        Path home = Path.of(System.getProperty("graphsync.home", "."));
        return Files.createDirectories(home.resolve("verification/target/drill").resolve(time));
    }

    private static void print(PrintWriter err, String line) {
        err.println("drill: " + line);
        err.flush();
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
