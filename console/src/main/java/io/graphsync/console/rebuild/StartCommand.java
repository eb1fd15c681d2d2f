package io.graphsync.console.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Author;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.console.verify.VerifyRenderer;
import io.graphsync.sink.rebuild.RebuildOptions;
import io.graphsync.sink.verify.VerifyReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync rebuild start}: begins a rebuild, and works on it. */
@Command(
        name = "start",
        description = {
            "Begins a rebuild and works on it until it is done.",
            "Writes only where the graph has nothing newer, so sinks may go on. Ctrl-C puts it down; 'resume' goes on.",
            "--sweep mends what differs alone, and without --execute only shows what that is. --restored is for a PostgreSQL that",
            "came back from a backup."
        },
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final RebuildAccess access = new RebuildAccess();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private Way way;

    /** One of the three. */
    static final class Way {
        @Option(
                names = "--from",
                paramLabel = "SOURCE",
                description = "topics: the event topics; postgres: the rows, where the topics are lost.")
        private RebuildOptions.@Nullable Source source;

        @Option(
                names = "--sweep",
                description = "Compare graph and rows, and mend what differs: send it again, remove what no row names.")
        private boolean sweep;

        @Option(
                names = "--restored",
                description = {
                    "PostgreSQL was restored from a backup: take its versions past all that topics and graph have from before,",
                    "then the same as --sweep. Run it as the role that runs ./migrate, while source, router and sinks run."
                })
        private boolean restored;
    }

    @Option(names = "--execute", description = "With --sweep and --restored: do it; without it nothing is changed.")
    private boolean execute;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why; kept with the job. Needed but for a preview.")
    private @Nullable String note;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1250",
            description = "Most events of one transaction (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--reader-p99",
            paramLabel = "MILLIS",
            defaultValue = "500",
            description = {
                "Rest while 1 of 100 small reads of the graph takes longer than this; 0: never rest",
                "(default: ${DEFAULT-VALUE})."
            })
    private long readerP99;

    @Mixin
    private final RebuildTarget target = new RebuildTarget();

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = {
                "With --from topics, once a graph was made of the files that this rebuild has written: read only what came",
                "since it began."
            })
    private @Nullable UUID after;

    @Option(
            names = "--verify",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Compare the graph with the rows in the end (default); --no-verify: leave that out.")
    private boolean verify;

    @Override
    public Integer call() throws InterruptedException {
        if (way.restored && !execute) {
            return previewRestored();
        }
        if (way.sweep && !execute) {
            return preview();
        }
        if (note == null || note.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "--note must say why: it is kept with who did it, and when");
        }
        if (batch < 1 || readerP99 < 0) {
            throw new CommandFailure(ExitCode.USAGE, "--batch must be positive, and --reader-p99 not negative");
        }
        String why = note;
        JobWork work = new JobWork(spec, access.output());
        RebuildOptions.Source source = way.source;
        if (source == null) {
            if (!target.words().isEmpty() || after != null) {
                throw new CommandFailure(ExitCode.USAGE, "--into, --offline and --after go with --from");
            }
            return access.with(rebuild ->
                    work.run((stop, listener) -> rebuild.sweep(way.restored, why, Author.name(), stop, listener)));
        }
        RebuildOptions options = options(source);
        return access.with(
                rebuild -> work.run((stop, listener) -> rebuild.start(options, why, Author.name(), stop, listener)));
    }

    private RebuildOptions options(RebuildOptions.Source source) {
        RebuildOptions options = target.options(source, batch, Duration.ofMillis(readerP99), verify);
        if (after == null) {
            return options;
        }
        if (source != RebuildOptions.Source.TOPICS || !target.words().isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--after goes with --from topics, and into the live graph");
        }
        return options.after(after);
    }

    private int previewRestored() throws InterruptedException {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        JsonNode found = access.with(rebuild -> rebuild.previewRestored(progress -> line.say(progress.line())));
        line.end();
        PrintWriter out = spec.commandLine().getOut();
        out.println(RestoredRenderer.render(found, access.output()));
        out.flush();
        return (found.path("needed").asBoolean() ? ExitCode.FOUND : ExitCode.DONE).code();
    }

    private int preview() throws InterruptedException {
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        VerifyReport report = access.with(rebuild -> rebuild.preview(progress -> line.say(progress.line())));
        line.end();
        PrintWriter out = spec.commandLine().getOut();
        out.println(new VerifyRenderer(report, Optional.empty(), Optional.empty())
                .render(access.output(), "graphsync rebuild start --sweep --execute --note TEXT"));
        out.flush();
        return (report.isEqual() ? ExitCode.DONE : ExitCode.FOUND).code();
    }
}
