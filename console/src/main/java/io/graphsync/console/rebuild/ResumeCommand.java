package io.graphsync.console.rebuild;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code graphsync rebuild resume}: goes on with a rebuild that was left before its end. */
@Command(
        name = "resume",
        description = "Goes on with a rebuild that was put down, or whose process has died.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final RebuildAccess access = new RebuildAccess();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Which; the newest, where none is named.")
    private @Nullable UUID id;

    @Override
    public Integer call() throws InterruptedException {
        return access.with(rebuild -> new JobWork(spec, access.output())
                .run((stop, listener) -> rebuild.resume(Optional.ofNullable(id), stop, listener)));
    }
}
