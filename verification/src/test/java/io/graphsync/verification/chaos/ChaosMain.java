package io.graphsync.verification.chaos;

import picocli.CommandLine;

/** The command line {@code verification/chaos}. */
public final class ChaosMain {
    private ChaosMain() {}

    /** Runs it and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChaosCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println("chaos: the run could not be made: " + failure);
                    failure.printStackTrace(commandLine.getErr());
                    return ChaosCommand.UNEXPECTED;
                })
                .execute(arguments));
    }
}
