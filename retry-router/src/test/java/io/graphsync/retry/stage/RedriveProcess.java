package io.graphsync.retry.stage;

import io.graphsync.retry.RouterConfig;
import io.graphsync.retry.letters.LetterFilter;
import io.graphsync.retry.letters.Letters;
import io.graphsync.retry.letters.Operation;
import io.graphsync.retry.letters.Pace;
import io.graphsync.retry.letters.RedrivePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** An operator's redrive of all letters in a JVM of its own, which can be killed. */
public final class RedriveProcess implements AutoCloseable {
    private final Process process;

    /** Starts one that sends so many letters a second. */
    public RedriveProcess(String bootstrapServers, String prefix, int rate, Path directory) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RedriveProcess.class.getName(),
                        bootstrapServers,
                        prefix,
                        Integer.toString(rate))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redrive.log").toFile())
                .start();
    }

    /** Ends it as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Redrives. */
    public static void main(String[] arguments) {
        Map<String, String> config = Map.of("kafka.bootstrap.servers", arguments[0], "topics.prefix", arguments[1]);
        try (Letters letters = Letters.open(RouterConfig.letters(config))) {
            RedrivePlan plan = letters.plan(letters.find(LetterFilter.ALL), bounds());
            Pace pace = new Pace(Integer.parseInt(arguments[2]));
            letters.redrive(plan.chosen(), operation(letters), pace, () -> false, done -> {});
        }
    }

    /** No bounds but those that everybody has. */
    public static RedrivePlan.Bounds bounds() {
        return new RedrivePlan.Bounds(
                Integer.MAX_VALUE, 2, false, RedrivePlan.Bounds.FOR_GOOD, Duration.ofMinutes(15), Set.of());
    }

    /** What a test does. */
    public static Operation operation(Letters letters) {
        return new Operation(UUID.randomUUID(), "tester@here", Letters.REDRIVE, letters.topic(), "mended", Map.of());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
