package io.graphsync.console.verify;

import io.graphsync.console.config.Problems;
import io.graphsync.console.config.Settings;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.run.SettingsOption;
import io.graphsync.console.run.VerifierSettings;
import io.graphsync.console.terminal.Author;
import io.graphsync.console.terminal.OutputOption;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.sink.job.JobException;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.GraphVerifier.Repaired;
import io.graphsync.sink.verify.VerifyException;
import io.graphsync.sink.verify.VerifyHistory;
import io.graphsync.sink.verify.VerifyOptions;
import io.graphsync.sink.verify.VerifyReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync verify}: compares the graph with the rows while traffic goes on. */
@Command(
        name = "verify",
        description = {
            "Compares the graph with the rows in PostgreSQL, in both directions, and explains each difference.",
            "Traffic may go on: what is on its way is looked at again. Exit code 5 where they differ.",
            "Changes nothing, but with --repair."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final SettingsOption option = new SettingsOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "digest",
            description = {
                "counts: numbers of elements alone; digest: sums of hashes, elements where they differ;",
                "rows: every element (default: ${DEFAULT-VALUE})."
            })
    private VerifyOptions.Mode mode = VerifyOptions.Mode.DIGEST;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long a change may be on its way before it is told as such (default: ${DEFAULT-VALUE}).")
    private long wait;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Tell so many differences one by one; all are counted (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--repair",
            description = {
                "Send what differs again through the outbox, each row as it is now; remove from the graph what no row",
                "and no event names; then compare once more.",
                "Exit code 0 if all is equal then."
            })
    private boolean repair;

    @Override
    public Integer call() throws InterruptedException {
        if (wait < 1 || limit < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--wait must be positive, and --limit not negative");
        }
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        VerifierSettings settings = settings();
        GraphVerifier verifier = new GraphVerifier(settings.database(), settings.graph());
        VerifyReport report;
        Optional<Repaired> repaired = Optional.empty();
        try {
            report = compare(verifier, line);
            if (repair && report.mendable() > 0) {
                repaired = Optional.of(verifier.repair(report));
                report = compare(verifier, line);
            }
        } catch (VerifyException unreadable) {
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(unreadable.getMessage()), unreadable);
        } finally {
            line.end();
        }
        Optional<Instant> equalThrough = keep(settings, report);
        PrintWriter out = spec.commandLine().getOut();
        out.println(new VerifyRenderer(report, repaired, equalThrough)
                .render(output.output(), "graphsync verify --repair"));
        out.flush();
        return (report.isEqual() ? ExitCode.DONE : ExitCode.FOUND).code();
    }

    /** A comparison is worth something where it can't be kept, too: with a role that may only read, for one. */
    private Optional<Instant> keep(VerifierSettings settings, VerifyReport report) {
        try {
            return new VerifyHistory(settings.database()).add(report, Author.name());
        } catch (JobException unwritable) {
            spec.commandLine().getErr().println("graphsync: the result is not kept: " + unwritable.getMessage());
            return Optional.empty();
        }
    }

    private VerifyReport compare(GraphVerifier verifier, ProgressLine line) throws InterruptedException {
        return verifier.verify(
                new VerifyOptions(mode, Duration.ofSeconds(wait), limit),
                (subject, compared) -> line.say("compared " + String.format(Locale.ROOT, "%,d", compared) + " of "
                        + subject.name().toLowerCase(Locale.ROOT)));
    }

    private VerifierSettings settings() {
        Settings settings = option.read();
        Problems problems = settings.problems();
        @Nullable VerifierSettings verifier = null;
        try {
            verifier = VerifierSettings.of(settings);
        } catch (ConfigException wrong) {
            problems.addAll(String.valueOf(wrong.getMessage()));
        }
        problems.throwIfAny();
        return Objects.requireNonNull(verifier, "a configuration without a problem");
    }
}
