package io.graphsync.schema.cli;

import io.graphsync.stack.junit.TestStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A run of the command line in a process of its own, which can be killed. */
record ChildRun(Process process, Path out, Path err) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Starts {@code migrate ARGUMENTS --dir FOLDER}; its output goes to files in {@code scratch}. */
    static ChildRun start(Folder folder, Map<String, String> environment, Path scratch, String... arguments) {
        try {
            Path out = Files.createTempFile(scratch, "run", ".out");
            Path err = Files.createTempFile(scratch, "run", ".err");
            // A build that runs in the background ignores SIGINT, and so would its children.
            List<String> command = new ArrayList<>(List.of(
                    "env",
                    "--default-signal=INT",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MigrateMain.class.getName()));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--dir", folder.path().toString()));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            return new ChildRun(
                    builder.redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start(),
                    out,
                    err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> postgres(TestStack stack, String database) {
        return Map.of("DATABASE_URL", stack.postgres().uri(database));
    }

    static Map<String, String> neo4j(TestStack stack) {
        return Map.of(
                "NEO4J_URI", stack.boltUri(),
                "NEO4J_USERNAME", stack.neo4jUser(),
                "NEO4J_PASSWORD", stack.neo4jPassword());
    }

    /** Waits until it has begun with its first file, or has ended. */
    ChildRun awaitFirstFile() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !process.isAlive() || text(err).contains("/01_"));
        return this;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end; one that hangs fails the test. */
    Cli.Outcome await() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE + ": " + text(out) + text(err));
        }
        return new Cli.Outcome(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
