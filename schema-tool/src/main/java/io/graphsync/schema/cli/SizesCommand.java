package io.graphsync.schema.cli;

import io.graphsync.schema.file.Store;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code migrate sizes}. */
@Command(
        name = "sizes",
        mixinStandardHelpOptions = true,
        description =
                "Write how large the tables of PostgreSQL are, as JSON for 'review --sizes FILE'; reads statistics"
                        + " only, and locks nothing.")
final class SizesCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RunSettings settings;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private MigrateCli cli;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var tool = settings.tool(cli, EnumSet.of(Store.PG), spec.commandLine().getErr());
        spec.commandLine().getOut().println(SizesFile.write(tool.sizes()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
