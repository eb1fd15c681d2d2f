package io.graphsync.stack.local;

import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Neo4j's own import, as {@code neo4j-admin} runs it: a program among the server's libraries.
 *
 * @param serverClass the server's main class, whose libraries hold it
 * @param data the server's home
 * @param log where it tells what it does
 */
record Neo4jImport(String serverClass, int heapMb, Path data, Path log) implements Neo4jServer.Importer {
    private static final String ADMIN_TOOL = "org.neo4j.cli.AdminTool";
    private static final String ARGUMENTS = "import.args";
    private static final Pattern READ_BUFFER = Pattern.compile("--read-buffer-size=(\\d+)k");

    /** Of its threads some wait busily for others: on two processors four are a sixth quicker. */
    private static final int FEWEST_THREADS = 4;

    /** Each thread has buffers of the longest row, all together a small part of the heap. */
    private static final int MOST_BUFFER_KB = 1_024;

    @Override
    public void run(Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command(arguments(directory)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(Map.of("NEO4J_HOME", data.toString(), "NEO4J_CONF", data.toString()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            int code = await(process);
            if (code != 0) {
                throw new StackException(
                        "The import of " + directory + " ended with code " + code + "." + LogTail.of(log));
            }
        } catch (IOException e) {
            throw new StackException("The import of " + directory + " cannot be launched: " + e.getMessage(), e);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while files were imported", e);
        }
    }

    private static String arguments(Path directory) {
        Path file = directory.resolve(ARGUMENTS);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackException(file + " tells the import what to do, and can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns how many threads the import is to have; empty where it decides that itself, which is as many as there are processors.
     *
     * @param arguments what the writer of the files tells it
     */
    static Optional<Integer> threads(String arguments, int processors) {
        Matcher buffer = READ_BUFFER.matcher(arguments);
        return processors < FEWEST_THREADS && buffer.find() && Integer.parseInt(buffer.group(1)) <= MOST_BUFFER_KB
                ? Optional.of(FEWEST_THREADS)
                : Optional.empty();
    }

    private List<String> command(String arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                // As the tool itself has it: with the first compiler alone, or one thread to collect, it takes half as
                // long again.
                "-XX:+UseParallelGC",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                JavaLaunch.libraries(serverClass),
                ADMIN_TOOL,
                "database",
                "import",
                "full",
                "neo4j",
                "@" + ARGUMENTS));
        threads(arguments, Runtime.getRuntime().availableProcessors())
                .ifPresent(threads -> command.add("--threads=" + threads));
        return command;
    }
}
