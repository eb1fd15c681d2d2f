package io.graphsync.verification.chaos.stage;

import io.graphsync.stack.KafkaListener;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackChoices;
import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.plan.Target;
import io.graphsync.verification.chaos.proxy.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Everything that a run breaks: three servers, the processes of the pipeline, and a proxy on each link between them.
 * Safe for use by many threads.
 */
public final class Stage implements AutoCloseable {
    private static final String ACTIVE_SOURCE = "SELECT client_port FROM pg_stat_replication";

    private final Path directory;
    private final Servers servers;
    private final Map<Target.Hop, TcpProxy> proxies;
    private final Map<String, AppProcess> processes = new LinkedHashMap<>();
    private final Reaper reaper;

    private Stage(Path directory, Servers servers, Map<Target.Hop, TcpProxy> proxies, Reaper reaper) {
        this.directory = directory;
        this.servers = servers;
        this.proxies = proxies;
        this.reaper = reaper;
    }

    /**
     * Starts servers and proxies, migrates the stores, and makes the processes ready to start.
     *
     * @param directory where logs are written
     * @param listener hears of processes that ended by themselves
     * @param say hears of progress
     */
    public static Stage open(
            Path directory, List<App> apps, AppProcess.ExitListener listener, Consumer<String> say, long seed)
            throws IOException {
        return open(directory, apps, listener, say, seed, false);
    }

    /**
     * The same.
     *
     * @param lasting whether servers and processes are to be as quick as those of a production, for which they start more slowly
     */
    public static Stage open(
            Path directory,
            List<App> apps,
            AppProcess.ExitListener listener,
            Consumer<String> say,
            long seed,
            boolean lasting)
            throws IOException {
        StackChoices choices = new StackChoices();
        Map<Target.Hop, TcpProxy> proxies = new LinkedHashMap<>();
        Map<Target.Hop, KafkaListener> kafkaListeners = new LinkedHashMap<>();
        for (App app : apps) {
            for (Target.Hop hop : app.hops()) {
                TcpProxy proxy = TcpProxy.open(hop.toString(), seed);
                proxies.put(hop, proxy);
                if (hop.server() == ServerKind.KAFKA) {
                    kafkaListeners.put(hop, new KafkaListener(choices.port(), proxy.port()));
                }
            }
        }
        Servers servers = Servers.start(List.copyOf(kafkaListeners.values()), lasting, say);
        proxies.forEach((hop, proxy) -> proxy.forwardTo(
                switch (hop.server()) {
                    case POSTGRES -> servers.postgres().port();
                    case NEO4J -> servers.neo4j().port();
                    case KAFKA ->
                        Objects.requireNonNull(kafkaListeners.get(hop)).port();
                }));
        Stage stage = new Stage(directory, servers, proxies, Reaper.start());
        try {
            Credentials.migrate(servers);
            stage.prepare(apps, listener, choices, lasting);
            return stage;
        } catch (IOException | RuntimeException failed) {
            stage.close();
            throw failed;
        }
    }

    private void prepare(List<App> apps, AppProcess.ExitListener listener, StackChoices choices, boolean lasting)
            throws IOException {
        AppEnvironment environment = new AppEnvironment(directory, servers, proxies, lasting);
        for (App app : apps) {
            int healthPort = choices.port();
            processes.put(
                    app.name(),
                    new AppProcess(
                            app,
                            AppEnvironment.launcher(),
                            environment.of(app, healthPort),
                            healthPort,
                            directory.resolve(app.name() + ".log"),
                            reaper,
                            listener));
        }
    }

    /** Has a process end when this one goes without having ended it. */
    public void watchOver(Process process) {
        reaper.add(process.pid());
        CompletableFuture<Void> unused = process.onExit().thenAccept(ended -> reaper.remove(ended.pid()));
    }

    /** The operator's command line, of this checkout. */
    public static Path launcher() throws IOException {
        return AppEnvironment.launcher();
    }

    /** The servers. */
    public Servers servers() {
        return servers;
    }

    /** All processes of the pipeline. */
    public List<AppProcess> processes() {
        return List.copyOf(processes.values());
    }

    /** A process of the pipeline. */
    public AppProcess process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    /** The proxy of a link. */
    public TcpProxy proxy(Target.Hop hop) {
        return Objects.requireNonNull(proxies.get(hop), hop::toString);
    }

    /** The source that reads the slot now; empty where none does, or PostgreSQL does not say. */
    public Optional<AppProcess> activeSource() {
        List<Integer> ports = new ArrayList<>();
        try (Connection connection = Credentials.connectAsAdministrator(servers);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ACTIVE_SOURCE)) {
            while (row.next()) {
                ports.add(row.getInt(1));
            }
        } catch (SQLException away) {
            return Optional.empty();
        }
        return proxies.entrySet().stream()
                .filter(entry -> entry.getKey().server() == ServerKind.POSTGRES)
                .filter(entry -> ports.stream().anyMatch(entry.getValue()::isOrigin))
                .map(entry -> process(entry.getKey().app()))
                .filter(process -> process.app().part() == App.Part.SOURCE)
                .findFirst();
    }

    /** Takes everything back that could still be broken, and starts what does not run. */
    public void heal() throws IOException {
        proxies.values().forEach(TcpProxy::heal);
        for (ServerKind kind : ServerKind.values()) {
            Optional<Disk> disk = servers.disk(kind);
            if (disk.isPresent()) {
                disk.get().free();
            }
            servers.server(kind).resume();
            servers.server(kind).start();
        }
        for (AppProcess process : processes.values()) {
            process.resume();
            process.start();
        }
    }

    /** Ends everything; the servers' data go, their logs are kept beside those of the processes. */
    @Override
    public void close() throws IOException {
        processes.values().forEach(AppProcess::close);
        for (TcpProxy proxy : proxies.values()) {
            proxy.close();
        }
        reaper.close();
        for (ServerKind kind : ServerKind.values()) {
            Path log = servers.log(kind);
            if (Files.exists(log)) {
                Files.copy(log, directory.resolve(kind.id() + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        servers.close();
    }
}
