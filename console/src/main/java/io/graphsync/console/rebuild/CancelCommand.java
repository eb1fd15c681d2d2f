package io.graphsync.console.rebuild;

import io.graphsync.console.terminal.Author;
import io.graphsync.sink.job.Job;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graphsync rebuild cancel}: ends a rebuild, wherever it runs. */
@Command(
        name = "cancel",
        description = "Ends a rebuild for good, wherever it runs. What it has written stays, and is right.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final RebuildAccess access = new RebuildAccess();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Which; the newest, where none is named.")
    private @Nullable UUID id;

    @Override
    public Integer call() throws InterruptedException {
        Job job = access.with(rebuild -> rebuild.cancel(Optional.ofNullable(id), Author.name()));
        PrintWriter out = spec.commandLine().getOut();
        out.println(JobRenderer.render(job, access.output()));
        out.flush();
        return JobRenderer.exitCode(job).code();
    }
}
