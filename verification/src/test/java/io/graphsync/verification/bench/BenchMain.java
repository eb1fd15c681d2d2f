package io.graphsync.verification.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code verification/bench}. */
@Command(
        name = "bench",
        description = "Times commands beside those of other tools.",
        mixinStandardHelpOptions = true,
        subcommands = SchemaBench.class)
public final class BenchMain {
    private BenchMain() {}

    /** Runs it and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain())
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println("bench: the run could not be made: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments));
    }
}
