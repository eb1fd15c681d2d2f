package io.graphsync.verification.drill;

import picocli.CommandLine;

/** Entry point of {@code verification/rebuild-drill}. */
public final class DrillMain {
    private DrillMain() {}

    /** Runs the drill and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DrillCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
