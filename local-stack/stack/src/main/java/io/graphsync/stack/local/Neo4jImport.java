package io.graphsync.stack.local;

import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Neo4j's own import, as {@code neo4j-admin} runs it: a program among the server's libraries.
 *
 * @param serverClass the server's main class, whose libraries hold it
 * @param data the server's home
 * @param log where it tells what it does
 */
record Neo4jImport(String serverClass, int heapMb, Path data, Path log) implements Neo4jServer.Importer {
    private static final String ADMIN_TOOL = "org.neo4j.cli.AdminTool";

    @Override
    public void run(Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command())
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

    private List<String> command() {
        return List.of(
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
                "@import.args");
    }
}
