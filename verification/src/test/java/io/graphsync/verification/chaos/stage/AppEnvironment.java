package io.graphsync.verification.chaos.stage;

import io.graphsync.stack.ServerKind;
import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.plan.Target;
import io.graphsync.verification.chaos.proxy.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** How each process is configured: by the environment and a file, as operators do. Every address is a proxy's. */
final class AppEnvironment {
    /** What shortens a run; nothing that a promise rests on. */
    private static final String SETTINGS = """
            # A sink that was killed is missed after 6 s instead of 45.
            kafka.session.timeout.ms=6000
            kafka.heartbeat.interval.ms=1500
            retry.backoff.initial.ms=200
            retry.backoff.max.ms=2000
            """;

    private static final String JAVA_OPTIONS = "-XX:-UsePerfData -XX:+ExitOnOutOfMemoryError";

    /** What dies every few seconds never earns back what the second compiler costs. */
    private static final String BRIEF = JAVA_OPTIONS + " -Xmx192m -XX:TieredStopAtLevel=1";

    private static final String LASTING = JAVA_OPTIONS + " -Xmx512m";

    private final Path directory;
    private final Servers servers;
    private final Map<Target.Hop, TcpProxy> proxies;
    private final Path settings;
    private final String javaOptions;

    AppEnvironment(Path directory, Servers servers, Map<Target.Hop, TcpProxy> proxies, boolean lasting)
            throws IOException {
        this.directory = directory;
        this.servers = servers;
        this.proxies = proxies;
        this.javaOptions = lasting ? LASTING : BRIEF;
        this.settings = Files.writeString(directory.resolve("graphsync.properties"), SETTINGS);
    }

    /** The operator's command line, of this checkout. */
    static Path launcher() throws IOException {
        String home = System.getProperty("graphsync.home");
        Path folder = Path.of(home == null ? "" : home).toAbsolutePath();
        for (Path place = folder; place != null; place = place.getParent()) {
            Path launcher = place.resolve("graphsync");
            if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
                return launcher;
            }
        }
        throw new IOException("the launcher ./graphsync is in no folder above " + folder);
    }

    Map<String, String> of(App app, int healthPort) {
        Map<String, String> environment = new HashMap<>();
        for (String inherited : new String[] {"PATH", "HOME", "LANG", "TMPDIR"}) {
            String value = System.getenv(inherited);
            if (value != null) {
                environment.put(inherited, value);
            }
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("GRAPHSYNC_JAVA_OPTS", javaOptions);
        environment.put("GRAPHSYNC_CONFIG", settings.toString());
        environment.put("GRAPHSYNC_HEALTH_PORT", Integer.toString(healthPort));
        environment.put(
                "GRAPHSYNC_RETRY_STATE_DIRECTORY",
                directory.resolve(app.name() + "-state").toString());
        for (ServerKind server : app.part().servers()) {
            putAddress(environment, app, server);
        }
        return environment;
    }

    private void putAddress(Map<String, String> environment, App app, ServerKind server) {
        int port = Objects.requireNonNull(proxies.get(new Target.Hop(app.name(), server)))
                .port();
        switch (server) {
            case POSTGRES -> {
                environment.put("DATABASE_URL", Credentials.url(Credentials.APPLICATION, port));
                environment.put("SOURCE_DATABASE_URL", Credentials.url(Credentials.SOURCE, port));
            }
            case KAFKA -> environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port);
            case NEO4J -> {
                environment.put("NEO4J_URI", "bolt://127.0.0.1:" + port);
                environment.put("NEO4J_USERNAME", servers.neo4j().user());
                environment.put("NEO4J_PASSWORD", servers.neo4j().password());
            }
        }
    }
}
