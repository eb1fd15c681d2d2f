package io.graphsync.stack.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.graphsync.stack.ServerControl;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A server that runs as a container: the first start makes it, later ones start the same one again. One thread at a time
 * starts, stops and breaks it; {@link #close} may come from another one meanwhile and ends a start that is under way. A
 * container that ends without being told to is reported.
 */
final class ContainerServer implements ServerControl, AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);
    private static final int LOG_LINES = 25;

    private final ServerKind kind;
    private final ContainerSpec spec;
    private final Probe probe;
    private final StackListener listener;
    private final GenericContainer<?> container;
    private volatile @Nullable Life life;
    private volatile boolean closed;

    ContainerServer(ServerKind kind, ContainerSpec spec, Probe probe, StackListener listener) {
        this.kind = kind;
        this.spec = spec;
        this.probe = probe;
        this.listener = listener;
        this.container = new GenericContainer<>(DockerImageName.parse(spec.image()));
        container.withEnv(spec.environment()).waitingFor(new NoWait());
        container.setPortBindings(List.of(spec.portBinding()));
        if (!spec.command().isEmpty()) {
            container.withCommand(spec.command().toArray(String[]::new));
        }
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (closed) {
            throw new IllegalStateException("The stack is closed");
        }
        try {
            if (container.getContainerId() == null) {
                container.start();
            } else {
                docker().startContainerCmd(container.getContainerId()).exec();
            }
        } catch (RuntimeException e) { // of no common kind: no engine, no image, no port, no answer
            throw new StackException(kind.id() + " cannot be started as " + spec + ": " + messages(e), e);
        }
        var started = new Life();
        life = started;
        awaitReady();
        Thread.ofPlatform().name(kind.id() + "-exit").daemon(true).start(started::reportEnd);
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            Exception failure;
            try {
                probe.ask();
                return;
            } catch (Exception e) {
                failure = e;
            }
            if (closed) {
                throw new StackException(kind.id() + " was closed before it served", failure);
            }
            if (!isRunning()) {
                throw new StackException(kind.id() + " ended before it served, " + exitReport(), failure);
            }
            if (System.nanoTime() > deadline) {
                String report = kind.id() + " did not serve within " + START_TIMEOUT + ": " + failure;
                kill();
                throw new StackException(report + "; it was ended " + exitReport(), failure);
            }
            pauseBeforeNextProbe();
        }
    }

    private void pauseBeforeNextProbe() {
        try {
            Thread.sleep(PROBE_INTERVAL);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while " + kind.id() + " started", e);
        }
    }

    @Override
    public synchronized void stop() {
        resume();
        int seconds = (int) STOP_TIMEOUT.toSeconds();
        end(id -> docker().stopContainerCmd(id).withTimeout(seconds).exec());
    }

    @Override
    public synchronized void kill() {
        end(id -> docker().killContainerCmd(id).exec());
    }

    private void end(Consumer<String> command) {
        Life current = life;
        if (current == null || !isRunning()) {
            return;
        }
        current.endExpected = true;
        act("ended", command);
        if (isRunning()) {
            throw new StackException(kind.id() + " does not end: container " + container.getContainerId());
        }
    }

    @Override
    public synchronized void pause() {
        if (!isRunning()) {
            throw new StackException(kind.id() + " does not run, so it cannot be paused");
        }
        act("paused", id -> docker().pauseContainerCmd(id).exec());
    }

    @Override
    public synchronized void resume() {
        if (state().map(ContainerState::getPaused).orElse(false)) {
            act("resumed", id -> docker().unpauseContainerCmd(id).exec());
        }
    }

    @Override
    public boolean isRunning() {
        return state().map(ContainerState::getRunning).orElse(false);
    }

    /** None: the engine may run on a machine of its own, and then the process is one of that. */
    @Override
    public OptionalLong pid() {
        return OptionalLong.empty();
    }

    /** The engine's name for it, once it was started. */
    Optional<String> containerId() {
        return Optional.ofNullable(container.getContainerId());
    }

    /** Removes the container and its volumes. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) { // a start that is under way sees the flag and gives up
            Life current = life;
            if (current != null) {
                current.endExpected = true;
            }
            container.stop();
        }
    }

    private Optional<ContainerState> state() {
        String id = container.getContainerId();
        if (id == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(docker().inspectContainerCmd(id).exec().getState());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private void act(String participle, Consumer<String> command) {
        try {
            command.accept(container.getContainerId());
        } catch (DockerException | DockerClientException e) {
            throw new StackException(kind.id() + " cannot be " + participle + ": " + e.getMessage(), e);
        }
    }

    /** All of them: Testcontainers' own says no more than that it failed. */
    private static String messages(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(each -> String.valueOf(each.getMessage()))
                .distinct()
                .collect(Collectors.joining(": "));
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    private String exitReport() {
        long code = state().map(ContainerState::getExitCodeLong).orElse(-1L);
        List<String> lines = container.getLogs().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        return "with code " + code + ". The end of its log:\n  " + String.join("\n  ", last);
    }

    /** From a start to the end after it. */
    private final class Life {
        volatile boolean endExpected;

        void reportEnd() {
            try {
                docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
            } catch (DockerException | DockerClientException e) {
                return; // removed, or the engine has gone: whoever uses the server will notice
            }
            if (!endExpected) {
                listener.serverLost(kind, kind.id() + " ended unexpectedly " + exitReport());
            }
        }
    }

    /** The first start is not Testcontainers' to wait for: all starts are waited for in the same way. */
    private static final class NoWait extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
