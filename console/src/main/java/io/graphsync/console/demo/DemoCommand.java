package io.graphsync.console.demo;

import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.OutputOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code graphsync demo}: the whole stack on this machine, with sample traffic. */
@Command(
        name = "demo",
        description = {
            "Starts PostgreSQL, Kafka, Neo4j and the whole pipeline on this machine, and lets people chat.",
            "Needs nothing but a JDK; listens on 127.0.0.1 alone. Ctrl-C stops everything."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final int DEFAULT_EVENTS = 2_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Write N changes, wait until the graph equals the rows, and print a summary.")
    private @Nullable Integer events;

    @Option(names = "--exit", description = "Stop after the summary (with N = 2000 unless --events is given).")
    private boolean exit;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Changes a second while it runs on (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Chooses the sample traffic; the same seed gives the same (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep data, ports and passwords in DIR for the next time (default: temporary).")
    private @Nullable Path keep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() throws Exception {
        return Demo.run(options(), spec.commandLine().getOut()).code();
    }

    private DemoOptions options() {
        if (events != null && events < 1) {
            throw new ParameterException(spec.commandLine(), "--events needs a number from 1 up, not " + events);
        }
        if (rate < 1 || rate > 10_000) {
            throw new ParameterException(spec.commandLine(), "--rate needs a number from 1 to 10000, not " + rate);
        }
        Optional<Integer> wanted =
                Optional.ofNullable(events == null && exit ? Integer.valueOf(DEFAULT_EVENTS) : events);
        return new DemoOptions(wanted, exit, rate, seed, Optional.ofNullable(keep), output.output() != Output.TEXT);
    }
}
