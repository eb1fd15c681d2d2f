package io.graphsync.console.terminal;

import picocli.CommandLine.Option;

/** How a command writes its results. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** What was chosen. */
    public Output output() {
        return output;
    }
}
