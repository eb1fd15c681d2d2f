package io.graphsync.verification.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command that is timed from its start to its end, as whoever types it would.
 *
 * @param name how the report names it
 * @param command the program and its arguments
 * @param environment what is set for it beyond what is set here
 * @param expected the exit codes of a run that did its work
 */
record Contender(String name, List<String> command, Map<String, String> environment, Set<Integer> expected) {
    private static final int LONGEST_SECONDS = 120;

    /**
     * Runs it once.
     *
     * @param log what it writes goes there
     * @return milliseconds
     * @throws IllegalStateException if it did not end as expected
     */
    double run(Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " did not end within " + LONGEST_SECONDS + " s; see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        double millis = (System.nanoTime() - start) / 1e6;
        if (!expected.contains(process.exitValue())) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + "; see " + log);
        }
        return millis;
    }
}
