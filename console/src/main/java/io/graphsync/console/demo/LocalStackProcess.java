package io.graphsync.console.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.concurrent.TimeUnit;

/**
 * The local stack as a child process. It lives as long as its standard input is open, so it ends with us however we end.
 */
final class LocalStackProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Servers servers;

    private LocalStackProcess(Process process, Servers servers) {
        this.process = process;
        this.servers = servers;
    }

    /**
     * Starts the servers and waits until all of them answer; their progress goes to standard error.
     *
     * @param home the checkout
     * @param keep where data is kept; without it the data is temporary
     */
    static LocalStackProcess start(Path home, Optional<Path> keep) throws InterruptedException {
        Path classPath = home.resolve("local-stack/stack/target/class-path");
        if (!Files.isRegularFile(classPath)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the demo runs from a checkout of graphsync, and " + classPath + " is not there. In an image, use the"
                            + " compose file instead: docker compose -f compose/compose.yaml up --wait");
        }
        try {
            Process process = new ProcessBuilder(command(home, classPath, keep))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new LocalStackProcess(process, readServers(process));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "the local stack could not be started: " + e.getMessage(), e);
        }
    }

    private static List<String> command(Path home, Path classPath, Optional<Path> keep) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                home.resolve("local-stack/stack/target/classes") + ":" + Files.readString(classPath).strip(),
                "io.graphsync.stack.local.LocalStackMain"));
        keep.ifPresent(directory -> command.addAll(List.of("--keep", directory.toString())));
        return command;
    }

    private static Servers readServers(Process process) throws IOException, InterruptedException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "the local stack ended with code " + process.waitFor() + "; its last lines above say why");
        }
        try {
            return new ObjectMapper().readValue(line, Servers.class);
        } catch (JsonProcessingException e) {
            process.destroy();
            throw new IOException("it described its servers in a way that is not understood: " + e.getOriginalMessage());
        }
    }

    Servers servers() {
        return servers;
    }

    boolean alive() {
        return process.isAlive();
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
