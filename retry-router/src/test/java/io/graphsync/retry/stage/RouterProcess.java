package io.graphsync.retry.stage;

import io.graphsync.retry.RouterApp;
import io.graphsync.retry.RouterConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A router in a JVM of its own, which can be killed. */
public final class RouterProcess implements AutoCloseable {
    private static final int CLOSE_SECONDS = 30;

    private final Process process;

    /**
     * Starts one.
     *
     * @param directory where its configuration and its log are written
     */
    public RouterProcess(Map<String, String> config, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "router", ".properties");
        Properties properties = new Properties();
        properties.putAll(config);
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RouterProcess.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling(file.getFileName() + ".log").toFile())
                .start();
    }

    /** Whether it lives. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Runs a router until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> config = new HashMap<>();
        Properties properties = new Properties();
        try (var in = Files.newInputStream(Path.of(arguments[0]))) {
            properties.load(in);
        }
        properties.stringPropertyNames().forEach(key -> config.put(key, properties.getProperty(key)));
        try (RouterApp app = RouterApp.start(RouterConfig.parse(config), new SimpleMeterRegistry())) {
            int end = System.in.read();
            if (end != -1) {
                throw new IllegalStateException("unexpected input while " + app.state());
            }
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the router did not stop within " + CLOSE_SECONDS + " s");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
