package io.graphsync.verification.chaos.stage;

import io.graphsync.stack.KafkaListener;
import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackListener;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackServer;
import io.graphsync.stack.local.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** PostgreSQL, Kafka and Neo4j of a run, with data that outlive every stop, and disks that can be filled. */
public final class Servers implements AutoCloseable {
    private static final int KAFKA_HEAP_MB = 256;
    private static final int NEO4J_HEAP_MB = 448;
    private static final long DISK_MB = 4_096;
    private static final Duration IMMEDIATE_STOP_DEADLINE = Duration.ofSeconds(20);

    private final Path directory;
    private final LocalStack stack;
    private final Map<ServerKind, Disk> disks = new EnumMap<>(ServerKind.class);

    private Servers(Path directory, LocalStack stack) {
        this.directory = directory;
        this.stack = stack;
    }

    /**
     * Starts all three.
     *
     * @param lasting see {@link StackOptions#lasting}
     * @param say hears of progress, and of servers that ended though nobody ended them
     */
    static Servers start(List<KafkaListener> kafkaListeners, boolean lasting, Consumer<String> say) throws IOException {
        // PostgreSQL runs as another user where we are root, so all must be able to pass through.
        Path directory = Files.createTempDirectory("graphsync-chaos-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        StackOptions options = StackOptions.of()
                .keptIn(directory.resolve("stack"))
                .withHeaps(KAFKA_HEAP_MB, NEO4J_HEAP_MB)
                .withKafkaListeners(kafkaListeners)
                .withListener(new Listener(say));
        Servers servers = new Servers(directory, LocalStack.start(lasting ? options.lasting() : options));
        try {
            servers.prepareDisk(ServerKind.KAFKA);
            servers.prepareDisk(ServerKind.NEO4J);
            servers.stack.require(EnumSet.allOf(ServerKind.class));
            return servers;
        } catch (IOException | RuntimeException failed) {
            servers.close();
            throw failed;
        }
    }

    private record Listener(Consumer<String> say) implements StackListener {
        @Override
        public void progress(String line) {
            say.accept(line);
        }

        @Override
        public void serverLost(ServerKind server, String report) {
            say.accept(report.lines().findFirst().orElse(server.id() + " was lost"));
        }
    }

    private void prepareDisk(ServerKind kind) throws IOException {
        Optional<Disk> mounted = Disk.mount(stack.directory().resolve(kind.id()), DISK_MB);
        Optional<Disk> disk = mounted.isPresent()
                ? mounted
                : Disk.limit(() -> stack.server(kind).pid());
        disk.ifPresent(found -> disks.put(kind, found));
    }

    /** The disk of a server; empty where nothing of the kind can be had on this machine. */
    public Optional<Disk> disk(ServerKind kind) {
        return Optional.ofNullable(disks.get(kind));
    }

    /** The server's own address, past all proxies. */
    public PostgresServer postgres() {
        return stack.postgres();
    }

    /** The server's own address, past all proxies. */
    public KafkaServer kafka() {
        return stack.kafka();
    }

    /** The server's own address, past all proxies. */
    public Neo4jServer neo4j() {
        return stack.neo4j();
    }

    /** The server of that kind. */
    public StackServer server(ServerKind kind) {
        return stack.server(kind);
    }

    /** The server's log. */
    Path log(ServerKind kind) {
        return stack.log(kind);
    }

    /** PostgreSQL's immediate shutdown: no checkpoint, so that the next start recovers from the log. */
    public void stopPostgresImmediately() throws InterruptedException {
        long pid = postgres().pid().orElse(0);
        if (pid == 0) {
            return;
        }
        Shell.signal("QUIT", pid);
        long deadline = System.nanoTime() + IMMEDIATE_STOP_DEADLINE.toNanos();
        while (postgres().isRunning()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("PostgreSQL did not end within " + IMMEDIATE_STOP_DEADLINE.toSeconds()
                        + " s of an immediate shutdown");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Deletes all that a server has, which is stopped. */
    public void loseData(ServerKind kind) throws IOException {
        Path data = stack.directory().resolve(kind.id()).resolve("data");
        try (Stream<Path> entries = Files.list(data)) {
            for (Path entry : entries.toList()) {
                FileTree.remove(entry);
            }
        }
    }

    /** Ends them and removes their data. */
    @Override
    public void close() throws IOException {
        try {
            stack.close();
        } finally {
            disks.values().forEach(Disk::close);
            FileTree.remove(directory);
        }
    }
}
