package io.graphsync.verification.chaos.stage;

import io.graphsync.verification.chaos.plan.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the pipeline, started by the operator's command line. One that ends by itself is reported and started
 * again, as a supervisor would. Safe for use by many threads.
 */
public final class AppProcess {
    private static final Duration STOP_DEADLINE = Duration.ofMinutes(1);
    private static final Duration SUPERVISOR_PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Hears of a process that ended though nobody ended it. */
    @FunctionalInterface
    public interface ExitListener {
        void ended(String app, int exitCode);
    }

    private final App app;
    private final Path launcher;
    private Map<String, String> environment;
    private final int healthPort;
    private final Path log;
    private final Reaper reaper;
    private final ExitListener listener;
    private @Nullable Process process;
    private boolean closed;

    AppProcess(
            App app,
            Path launcher,
            Map<String, String> environment,
            int healthPort,
            Path log,
            Reaper reaper,
            ExitListener listener) {
        this.app = app;
        this.launcher = launcher;
        this.environment = Map.copyOf(environment);
        this.healthPort = healthPort;
        this.log = log;
        this.reaper = reaper;
        this.listener = listener;
    }

    /** What it runs. */
    public App app() {
        return app;
    }

    /** Starts it; does nothing where it runs. */
    public synchronized void start() {
        if (isAlive() || closed) {
            return;
        }
        // Ctrl-C reaches every process of a terminal's group: only the harness may act on it.
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "/bin/sh",
                        "-c",
                        "trap '' INT; exec \"$@\"",
                        "sh",
                        launcher.toString(),
                        "run",
                        app.part().id()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            reaper.add(started.pid());
            Thread.ofVirtual().name(app.name() + "-exit").start(() -> watch(started));
        } catch (IOException failed) {
            throw new UncheckedIOException(app.name() + " can't be started", failed);
        }
    }

    /** Configures it otherwise, from its next start on. */
    public synchronized void configure(Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(changes);
        environment = Map.copyOf(changed);
    }

    /** {@code kill -9}. */
    public synchronized void kill() {
        Process current = forget();
        if (current != null) {
            current.destroyForcibly();
            await(current, STOP_DEADLINE);
        }
    }

    /** SIGTERM, and the time that it needs to drain; returns false where it did not end and was killed. */
    public synchronized boolean stop() {
        Process current = forget();
        if (current == null) {
            return true;
        }
        current.destroy();
        boolean ended = await(current, STOP_DEADLINE);
        if (!ended) {
            current.destroyForcibly();
        }
        return ended;
    }

    /** SIGSTOP; does nothing where it does not run. */
    public synchronized void pause() {
        signal("STOP");
    }

    /** SIGCONT; does nothing where it does not run. */
    public synchronized void resume() {
        signal("CONT");
    }

    /** SIGQUIT: a JVM answers by writing its threads' stacks to its log; does nothing where it does not run. */
    public synchronized void dumpThreads() {
        signal("QUIT");
    }

    private void signal(String name) {
        Process current = process;
        if (current != null && current.isAlive()) {
            Shell.signal(name, current.pid());
        }
    }

    /** Whether it lives. */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it says that it does its work. */
    public boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + healthPort + "/health/ready"))
                    .timeout(ANSWER_TIMEOUT)
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends it for good. */
    synchronized void close() {
        closed = true;
        Process current = forget();
        if (current != null) {
            current.destroyForcibly();
            await(current, STOP_DEADLINE);
        }
    }

    private @Nullable Process forget() {
        Process current = process;
        process = null;
        return current;
    }

    private void watch(Process end) {
        try {
            end.waitFor();
            reaper.remove(end.pid());
            startAgain(end);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain(Process end) throws InterruptedException {
        synchronized (this) {
            if (!end.equals(process)) {
                return;
            }
            process = null;
        }
        listener.ended(app.name(), end.exitValue());
        TimeUnit.NANOSECONDS.sleep(SUPERVISOR_PAUSE.toNanos());
        start();
    }

    private static boolean await(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
