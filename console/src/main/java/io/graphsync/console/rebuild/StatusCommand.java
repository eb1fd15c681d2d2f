package io.graphsync.console.rebuild;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.sink.job.Job;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code graphsync rebuild status}: how far rebuilds have come. */
@Command(
        name = "status",
        description = "Tells how far the newest rebuilds have come, and what they found.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final RebuildAccess access = new RebuildAccess();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() throws InterruptedException {
        if (limit < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--limit must be positive: " + limit);
        }
        List<Job> jobs = access.with(rebuild -> rebuild.jobs(limit));
        PrintWriter out = spec.commandLine().getOut();
        out.println(JobRenderer.render(jobs, access.output()));
        out.flush();
        return ExitCode.DONE.code();
    }
}
