package io.graphsync.stack.containers;

import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.Stack;
import io.graphsync.stack.StackChoices;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackServer;
import io.graphsync.stack.StartedServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The servers as containers, on free ports of 127.0.0.1. Their data go with the stack: it keeps none in a directory. */
final class ContainerStack implements Stack {
    private static final String HOST = "127.0.0.1";

    private final StackOptions options;
    private final StackChoices choices = new StackChoices();
    private final StartedServers servers;
    private final List<ContainerServer> containers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private ContainerStack(StackOptions options) {
        this.options = options;
        this.servers = new StartedServers(options.listener());
    }

    /**
     * Starts the servers that the options name, side by side. Throws {@link StackException}, with the end of its log,
     * where one does not start; then none is left.
     */
    static ContainerStack start(StackOptions options) {
        if (options.directory().isPresent()) {
            throw new StackException("Containers keep no data in a directory: use the local stack for that");
        }
        if (!options.kafkaListeners().isEmpty()) {
            throw new StackException("Containers have one listener of Kafka: use the local stack for more");
        }
        var stack = new ContainerStack(options);
        try {
            stack.require(options.servers());
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
        return stack;
    }

    @Override
    public void require(Set<ServerKind> wanted) {
        if (closed) {
            throw new IllegalStateException("The stack is closed");
        }
        servers.require(wanted, this::define);
    }

    private StackServer define(ServerKind kind) {
        int port = choices.port();
        return switch (kind) {
            case POSTGRES -> {
                String password = options.postgresPassword().orElseGet(choices::password);
                var container = container(
                        kind,
                        ContainerSpec.postgres(port, password),
                        Probe.postgres("jdbc:postgresql://" + HOST + ":" + port + "/postgres", password));
                yield new PostgresServer(HOST, port, ContainerSpec.POSTGRES_USER, password, container);
            }
            case KAFKA -> {
                var container = container(
                        kind, ContainerSpec.kafka(port, options.kafkaHeapMb()), Probe.kafka(HOST + ":" + port));
                yield new KafkaServer(HOST, port, container);
            }
            case NEO4J -> {
                String password = options.neo4jPassword().orElseGet(choices::password);
                var container = container(
                        kind,
                        ContainerSpec.neo4j(port, password, options.neo4jHeapMb()),
                        Probe.neo4j("bolt://" + HOST + ":" + port, password));
                yield new Neo4jServer(
                        HOST, port, ContainerSpec.NEO4J_USER, password, container, ContainerStack::refuseImport);
            }
        };
    }

    private ContainerServer container(ServerKind kind, ContainerSpec spec, Probe probe) {
        var container = new ContainerServer(kind, spec, probe, options.listener());
        containers.add(container);
        return container;
    }

    @Override
    public PostgresServer postgres() {
        return (PostgresServer) servers.get(ServerKind.POSTGRES);
    }

    @Override
    public KafkaServer kafka() {
        return (KafkaServer) servers.get(ServerKind.KAFKA);
    }

    @Override
    public Neo4jServer neo4j() {
        return (Neo4jServer) servers.get(ServerKind.NEO4J);
    }

    /** Not synchronized: it also ends a start that is under way. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var ends = new ArrayList<Thread>();
        for (ContainerServer container : containers) {
            ends.add(Thread.ofPlatform().name("end-of-container").start(container::close));
        }
        try {
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The image's entry point is the server; its data would have to be mounted into another container. */
    private static void refuseImport(Path directory) {
        throw new StackException("The files in " + directory + " are imported by the stack of processes alone");
    }
}
