package io.graphsync.stack.local;

import io.graphsync.stack.KafkaListener;
import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.Stack;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackServer;
import io.graphsync.stack.StartedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The servers as child processes of this JVM, on free ports of 127.0.0.1. */
public final class LocalStack implements Stack {
    private static final String HOST = "127.0.0.1";
    /** Touched as the store grows, so that it costs a small graph nothing, and a large one is not read from its files again and again. */
    private static final int PAGE_CACHE_MB = 512;

    private static final String NEO4J_MAIN = "io.graphsync.stack.neo4j.Neo4jServerMain";

    private final StackOptions options;
    private final StackDirectory directory;
    private final StackSettings settings;
    private final StartedServers servers;
    private final Map<ServerKind, ChildServer> children = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private LocalStack(StackOptions options, StackDirectory directory) {
        this.options = options;
        this.directory = directory;
        this.settings = StackSettings.load(directory.settingsFile());
        this.servers = new StartedServers(options.listener());
    }

    /**
     * Starts the servers that the options name, side by side. Throws {@link StackException}, with the end of its log,
     * where one does not start; then none is left running.
     */
    public static LocalStack start(StackOptions options) {
        var stack = new LocalStack(options, StackDirectory.open(options.directory(), options.listener()));
        try {
            stack.require(options.servers());
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
        return stack;
    }

    /** Where the stack keeps its data and, under {@code logs}, its servers' logs. */
    public Path directory() {
        return directory.root();
    }

    /** The server's log. */
    public Path log(ServerKind kind) {
        return directory.log(kind);
    }

    @Override
    public void require(Set<ServerKind> wanted) {
        if (closed) {
            throw new IllegalStateException("The stack is closed");
        }
        servers.require(wanted, this::define);
    }

    private StackServer define(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> definePostgres();
            case KAFKA -> defineKafka();
            case NEO4J -> defineNeo4j();
        };
    }

    private PostgresServer definePostgres() {
        forgetFormerPostmaster();
        int port = settings.port("postgres.port");
        String password = settings.password("postgres.password", options.postgresPassword());
        var launch = new PostgresLaunch(
                directory.folder(ServerKind.POSTGRES),
                directory.isTemporary(),
                port,
                password,
                () -> PostgresBinaries.unpackInto(CacheDirectory.find()));
        return new PostgresServer(HOST, port, "postgres", password, child(ServerKind.POSTGRES, launch));
    }

    /** What ran in kept data has ended, but its process id may be another process's by now: PostgreSQL would refuse. */
    private void forgetFormerPostmaster() {
        try {
            Files.deleteIfExists(directory.folder(ServerKind.POSTGRES).resolve("data/postmaster.pid"));
        } catch (IOException e) {
            throw new StackException("Cannot use the data in " + directory.root() + ": " + e, e);
        }
    }

    private KafkaServer defineKafka() {
        int port = settings.port("kafka.port");
        int controllerPort = settings.port("kafka.controller.port");
        Map<String, String> values = javaSettings(ServerKind.KAFKA);
        values.put("port", Integer.toString(port));
        values.put("controller.port", Integer.toString(controllerPort));
        values.put(
                "listeners",
                options.kafkaListeners().stream().map(KafkaListener::toString).collect(Collectors.joining(",")));
        var launch = new JavaLaunch(
                "io.graphsync.stack.kafka.KafkaServerMain",
                options.kafkaHeapMb(),
                options.isLasting(),
                CacheDirectory.find(),
                values);
        return new KafkaServer(HOST, port, child(ServerKind.KAFKA, launch));
    }

    private Neo4jServer defineNeo4j() {
        int port = settings.port("neo4j.port");
        String password = settings.password("neo4j.password", options.neo4jPassword());
        Map<String, String> values = javaSettings(ServerKind.NEO4J);
        values.put("port", Integer.toString(port));
        values.put("password", password);
        values.put("pagecache.mb", Integer.toString(PAGE_CACHE_MB));
        var launch =
                new JavaLaunch(NEO4J_MAIN, options.neo4jHeapMb(), options.isLasting(), CacheDirectory.find(), values);
        Path data = directory.folder(ServerKind.NEO4J).resolve("data");
        return new Neo4jServer(
                HOST,
                port,
                "neo4j",
                password,
                child(ServerKind.NEO4J, launch),
                new Neo4jImport(NEO4J_MAIN, options.neo4jHeapMb(), data, directory.log(ServerKind.NEO4J)));
    }

    private Map<String, String> javaSettings(ServerKind kind) {
        var values = new HashMap<String, String>();
        values.put("data", directory.folder(kind).resolve("data").toString());
        values.put("temporary", Boolean.toString(directory.isTemporary()));
        return values;
    }

    private ChildServer child(ServerKind kind, Launch launch) {
        var child = new ChildServer(kind, launch, directory, options.listener());
        children.put(kind, child);
        return child;
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
        children.forEach((kind, child) ->
                ends.add(Thread.ofPlatform().name("end-" + kind.id()).start(child::close)));
        try {
            for (Thread end : ends) {
                end.join();
            }
            directory.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new StackException("Cannot clear " + directory.root() + ": the next start will", e);
        }
    }
}
