package io.graphsync.verification.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of {@code ./graphsync} as a process of its own, with what it printed and the most memory that it had. */
final class GraphsyncProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Duration SAMPLE = Duration.ofMillis(100);

    private final Process process;
    private final Path out;
    private final Path err;
    private long peakKilobytes;

    private GraphsyncProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a command; it prints JSON. */
    static GraphsyncProcess start(Path launcher, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(directory, "command-", ".json");
        Path err = out.resolveSibling(out.getFileName() + ".err");
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        command.add("--output=json");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new GraphsyncProcess(builder.directory(directory.toFile()).start(), out, err);
    }

    /** How a command ended. */
    record Ended(int exitCode, JsonNode json, long peakMegabytes, Duration took) {}

    /**
     * Waits for its end.
     *
     * @param expected the exit codes that it may have
     */
    Ended await(Integer... expected) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!process.waitFor(SAMPLE.toMillis(), TimeUnit.MILLISECONDS)) {
            sample();
        }
        if (!List.of(expected).contains(process.exitValue())) {
            throw new IllegalStateException("the command ended with " + process.exitValue() + ": "
                    + Files.readString(err) + Files.readString(out));
        }
        return new Ended(
                process.exitValue(),
                JSON.readTree(Files.readString(out)),
                peakKilobytes / 1024,
                Duration.ofNanos(System.nanoTime() - begin));
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said so far. */
    String said() throws IOException {
        return Files.readString(err);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    private void sample() {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            if (peak.find()) {
                peakKilobytes = Math.max(peakKilobytes, Long.parseLong(peak.group(1)));
            }
        } catch (IOException over) {
            // It has ended, or this is no Linux; then the report says 0.
        }
    }
}
