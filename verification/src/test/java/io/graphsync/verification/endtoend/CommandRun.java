package io.graphsync.verification.endtoend;

import io.graphsync.console.GraphsyncMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command of {@code graphsync} did.
 *
 * @param exitCode what a process would have exited with
 */
record CommandRun(int exitCode, String out, String err) {
    /** Runs a command of two words and its arguments. */
    static CommandRun of(Path configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(2, List.of("--config", configuration.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                GraphsyncMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(all.toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
