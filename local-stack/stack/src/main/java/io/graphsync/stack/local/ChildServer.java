package io.graphsync.stack.local;

import io.graphsync.stack.ServerControl;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a child process. One thread at a time starts, stops and breaks it; {@link #close} may come from
 * another one meanwhile and ends a start that is under way. A process that ends without being told to is reported.
 */
final class ChildServer implements ServerControl, AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final ServerKind kind;
    private final Launch launch;
    private final StackDirectory directory;
    private final StackListener listener;
    private volatile @Nullable Running running;
    private volatile boolean closed;

    ChildServer(ServerKind kind, Launch launch, StackDirectory directory, StackListener listener) {
        this.kind = kind;
        this.launch = launch;
        this.directory = directory;
        this.listener = listener;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (closed) {
            throw new IllegalStateException("The stack is closed");
        }
        Path log = directory.log(kind);
        try {
            var started = new Running(launch.spawn(log));
            running = started;
            if (closed) {
                started.closeStdin(); // closed while the process was being made
            }
            directory.record(kind, List.of(started.process.pid()));
            started.tell(launch.greeting());
            started.awaitReady(log);
        } catch (IOException e) {
            throw new StackException(kind.id() + " cannot be launched: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void stop() {
        Running current = running;
        if (current == null) {
            return;
        }
        current.endExpected = true;
        resume();
        current.tell("stop\n");
        if (!current.awaitEnd(STOP_TIMEOUT)) {
            kill();
        }
        running = null;
    }

    @Override
    public synchronized void kill() {
        Running current = running;
        if (current == null) {
            return;
        }
        current.endExpected = true;
        // Not its watchdog, which takes the exit code: a process whose code nobody takes still counts as living for
        // PostgreSQL, which would then refuse to start again.
        List<ProcessStamp> family = current.serverFamily().stream()
                .flatMap(pid -> ProcessStamp.of(pid).stream())
                .toList();
        Signals.kill(family.stream().map(ProcessStamp::pid).toList());
        if (!Signals.awaitEnd(family, STOP_TIMEOUT.toMillis()) || !current.awaitEnd(STOP_TIMEOUT)) {
            throw new StackException(kind.id() + " does not end: processes " + family);
        }
        running = null;
    }

    @Override
    public synchronized void pause() {
        Running current = running;
        if (current == null) {
            throw new StackException(kind.id() + " does not run, so it cannot be paused");
        }
        current.paused = true;
        Signals.stop(current.serverFamily());
    }

    @Override
    public synchronized void resume() {
        Running current = running;
        if (current != null && current.paused) {
            Signals.proceed(current.serverFamily());
            current.paused = false;
        }
    }

    @Override
    public boolean isRunning() {
        Running current = running;
        return current != null && current.process.isAlive();
    }

    @Override
    public OptionalLong pid() {
        Running current = running;
        return current != null && current.process.isAlive() ? OptionalLong.of(current.serverPid) : OptionalLong.empty();
    }

    /** Ends the server as the death of this JVM would: temporary data go with it. */
    @Override
    public void close() {
        closed = true;
        endCurrent();
        synchronized (this) {
            endCurrent(); // what a start that was under way has made since
        }
    }

    private void endCurrent() {
        Running current = running;
        if (current == null) {
            return;
        }
        current.endExpected = true;
        Signals.proceed(current.paused ? current.serverFamily() : List.of());
        current.closeStdin();
        if (!current.awaitEnd(STOP_TIMEOUT)) {
            Signals.kill(current.family());
            current.awaitEnd(STOP_TIMEOUT);
        }
    }

    /** One life of the server. */
    private final class Running {
        final Process process;
        final CompletableFuture<Void> ready = new CompletableFuture<>();
        volatile long serverPid;
        volatile boolean endExpected;
        volatile boolean paused;

        Running(Process process) {
            this.process = process;
            serverPid = process.pid();
            Thread.ofPlatform().name(kind.id() + "-answers").daemon(true).start(this::readAnswers);
            Thread.ofPlatform().name(kind.id() + "-exit").daemon(true).start(this::reportEnd);
        }

        private void readAnswers() {
            try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                    if (line.startsWith("pid ")) {
                        serverPid = Long.parseLong(line.substring("pid ".length()));
                        directory.record(kind, List.of(process.pid(), serverPid));
                    } else if (line.equals("ready")) {
                        ready.complete(null);
                    }
                }
            } catch (IOException e) {
                ready.completeExceptionally(e);
            }
        }

        private void reportEnd() {
            int code = exitCode();
            boolean early = ready.completeExceptionally(new StackException(
                    kind.id() + " ended with code " + code + " before it served." + LogTail.of(directory.log(kind))));
            if (!early && !endExpected) {
                // Its watchdog may have gone alone.
                Signals.kill(Signals.familyOf(serverPid));
                listener.serverLost(
                        kind,
                        kind.id() + " ended unexpectedly with code " + code + "." + LogTail.of(directory.log(kind)));
            }
        }

        private int exitCode() {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts this thread", e);
            }
        }

        void awaitReady(Path log) {
            try {
                ready.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw cause instanceof StackException known ? known : new StackException(kind.id() + " failed", e);
            } catch (TimeoutException e) {
                endExpected = true;
                Signals.kill(family());
                throw new StackException(
                        kind.id() + " did not serve within " + START_TIMEOUT + "." + LogTail.of(log), e);
            } catch (InterruptedException e) {
                endExpected = true;
                Signals.kill(family());
                Thread.currentThread().interrupt();
                throw new StackException("Interrupted while " + kind.id() + " started", e);
            }
        }

        /** The stream stays open: its end would tell the process that we are gone. */
        void tell(String lines) {
            try {
                Writer stdin = process.outputWriter(StandardCharsets.UTF_8);
                stdin.write(lines);
                stdin.flush();
            } catch (IOException e) {
                // It has ended, which whoever waits for it reports with its log.
            }
        }

        void closeStdin() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has ended already.
            }
        }

        boolean awaitEnd(Duration timeout) {
            try {
                return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** The server and its descendants, without the watchdog around it. */
        List<Long> serverFamily() {
            return Signals.familyOf(serverPid);
        }

        List<Long> family() {
            var pids = new ArrayList<>(serverFamily());
            Signals.familyOf(process.pid()).stream()
                    .filter(pid -> !pids.contains(pid))
                    .forEach(pids::add);
            return pids;
        }
    }
}
