package io.graphsync.schema.cli;

import io.graphsync.schema.file.NewMigration;
import io.graphsync.schema.file.Store;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code migrate new}. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Write the files of a new migration: the next number, with its way back.")
final class NewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What it does, for example add_owner")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(names = "--store", required = true, paramLabel = "STORE", description = "pg or neo4j")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Store store;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "migrations",
            description = "The directory with the folders pg and neo4j (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    @Option(
            names = "--no-transaction",
            description = "For statements that can't share one, such as CREATE INDEX CONCURRENTLY")
    private boolean alone;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        NewMigration.write(directory, store, name, !alone).forEach(out::println);
        out.flush();
        return 0;
    }
}
