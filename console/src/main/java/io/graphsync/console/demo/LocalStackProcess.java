package io.graphsync.console.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.console.CommandFailure;
import io.graphsync.console.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The local stack as a child process. It lives as long as its standard input is open, so it ends with us however we end.
 */
final class LocalStackProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 30;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Process process;

    private LocalStackProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the process; its progress goes to standard error.
     *
     * @param home the checkout
     * @param keep where data is kept; without it the data is temporary
     */
    static LocalStackProcess launch(Path home, Optional<Path> keep) {
        Path classPath = home.resolve("local-stack/stack/target/classpath.txt");
        if (!Files.isRegularFile(classPath)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the demo runs from a checkout of graphsync, and " + classPath
                            + " is not there. In an image, use the"
                            + " compose file instead: docker compose -f compose/compose.yaml up --wait");
        }
        try {
            return new LocalStackProcess(new ProcessBuilder(command(home, classPath, keep))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "the local stack could not be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path home, Path classPath, Optional<Path> keep) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // A session of its own: Ctrl-C reaches us alone, and we stop the servers after the pipeline has drained.
            command.add(SETSID.toString());
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                home.resolve("local-stack/stack/target/classes") + ":"
                        + Files.readString(classPath).strip(),
                "io.graphsync.stack.local.LocalStackMain"));
        keep.ifPresent(directory -> command.addAll(List.of("--keep", directory.toString())));
        return command;
    }

    /** Waits until all servers answer, and returns how to reach them. */
    Servers awaitServers() throws InterruptedException {
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED,
                        "the local stack ended with code " + process.waitFor() + "; its last lines above say why");
            }
            return new ObjectMapper().readValue(line, Servers.class);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED, "the local stack does not tell its addresses: " + e.getMessage(), e);
        }
    }

    /** Returns what ends exceptionally when the process ends; after {@link #close()} nobody looks any more. */
    CompletableFuture<Void> lost() {
        return process.onExit().thenAccept(ended -> {
            throw new IllegalStateException("the local stack ended with code " + ended.exitValue());
        });
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException alreadyGone) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
