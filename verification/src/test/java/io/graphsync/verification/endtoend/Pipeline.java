package io.graphsync.verification.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.retry.RouterApp;
import io.graphsync.retry.RouterConfig;
import io.graphsync.schema.RunOptions;
import io.graphsync.schema.SchemaTool;
import io.graphsync.schema.config.Settings;
import io.graphsync.schema.file.MigrationSource;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.report.Report;
import io.graphsync.sink.SinkApp;
import io.graphsync.sink.SinkConfig;
import io.graphsync.sink.database.DatabaseSettings;
import io.graphsync.sink.verify.GraphVerifier;
import io.graphsync.sink.verify.GraphVerifier.Repaired;
import io.graphsync.sink.verify.VerifyOptions;
import io.graphsync.sink.verify.VerifyReport;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.source.SourceApp;
import io.graphsync.source.SourceConfig;
import io.graphsync.source.SourceState;
import io.graphsync.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;

/**
 * The migrated stores of one test and the three parts between them, each of which can be stopped and started. The parts
 * run as they do in production, only with shorter backoffs. One thread.
 */
final class Pipeline implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestStack stack;
    private final Map<String, String> settings = new HashMap<>();
    private EventCatalog catalog = EventTypeReader.builtIn();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GraphSettings graph;
    private @Nullable SourceApp source;
    private @Nullable RouterApp router;
    private @Nullable SinkApp sink;

    /** Migrates the stores; starts no part. */
    Pipeline(TestStack stack, Path directory) {
        this.stack = stack;
        this.graph = GraphSettings.of(URI.create(stack.boltUri()), stack.neo4jUser(), stack.neo4jPassword(), "neo4j");
        settings.put("database.url", stack.jdbcUrl());
        settings.put("database.user", stack.user());
        settings.put("database.password", stack.password());
        settings.put("kafka.bootstrap.servers", stack.bootstrapServers());
        settings.put("neo4j.uri", stack.boltUri());
        settings.put("neo4j.username", stack.neo4jUser());
        settings.put("neo4j.password", stack.neo4jPassword());
        settings.put("topics.prefix", stack.topicPrefix());
        settings.put("source.slot.name", "slot_" + stack.database());
        settings.put("retry.state.directory", directory.resolve("router").toString());
        settings.put("retry.backoff.initial.ms", "50");
        settings.put("retry.backoff.max.ms", "200");
        migrateStores();
    }

    /** Brings both stores to the newest migration, an empty one too. */
    void migrateStores() {
        assertThat(migrate().end()).isEmpty();
    }

    private Report migrate() {
        Map<String, String> environment = Map.of(
                "DATABASE_URL", databaseUrl(),
                "NEO4J_URI", stack.boltUri(),
                "NEO4J_USERNAME", stack.neo4jUser(),
                "NEO4J_PASSWORD", stack.neo4jPassword());
        Settings migrations = Settings.read(environment, EnumSet.allOf(Store.class));
        return new SchemaTool(migrations, MigrationSource.packaged(), RunOptions.defaults()).apply();
    }

    private String databaseUrl() {
        return stack.jdbcUrl() + (stack.jdbcUrl().contains("?") ? "&" : "?") + "user=" + stack.user() + "&password="
                + stack.password();
    }

    /** Makes the parts that start from now on use topics of another prefix. */
    void useTopics(String prefix) {
        settings.put("topics.prefix", prefix);
    }

    /** Makes the parts that start from now on know the event types of a directory. */
    void useEvents(Path directory) {
        settings.put("events.directory", directory.toString());
        catalog = EventTypeReader.withDirectory(directory);
    }

    /** Writes the settings into a file, as {@code graphsync --config} reads it. */
    Path configuration(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = directory.resolve("graphsync.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    TopicNames topics() {
        return new TopicNames(Objects.requireNonNull(settings.get("topics.prefix")));
    }

    EventCatalog catalog() {
        return catalog;
    }

    /** Starts all three parts and waits until rows are captured. */
    void start() {
        startSource();
        startRouter();
        startSink();
    }

    void startSource() {
        SourceApp started = SourceApp.start(
                SourceConfig.parse(select(SourceConfig.definition().names())), catalog, registry);
        source = started;
        await().atMost(PATIENCE).until(() -> started.state() == SourceState.STREAMING);
    }

    void startRouter() {
        router = RouterApp.start(
                RouterConfig.parse(select(RouterConfig.definition().names())), registry);
    }

    void startSink() {
        sink = SinkApp.start(SinkConfig.parse(select(SinkConfig.definition().names())), catalog, registry);
    }

    private Map<String, String> select(Set<String> keys) {
        Map<String, String> selected = new HashMap<>(settings);
        selected.keySet().retainAll(keys);
        return selected;
    }

    void stopSource() {
        SourceApp running = source;
        if (running != null) {
            running.close();
            source = null;
        }
    }

    void stopRouter() {
        RouterApp running = router;
        if (running != null) {
            running.close();
            router = null;
        }
    }

    void stopSink() {
        SinkApp running = sink;
        if (running != null) {
            running.close();
            sink = null;
        }
    }

    /** Compares graph and rows, in both directions. */
    VerifyReport compare() {
        return new GraphVerifier(new DatabaseSettings(stack.jdbcUrl(), stack.user(), stack.password()), graph).verify();
    }

    /** Compares graph and rows while the parts run. */
    VerifyReport compare(VerifyOptions options) throws InterruptedException {
        return new GraphVerifier(new DatabaseSettings(stack.jdbcUrl(), stack.user(), stack.password()), graph)
                .verify(options, (subject, compared) -> {});
    }

    /** Mends what differs. */
    Repaired repair(VerifyReport report) throws InterruptedException {
        return new GraphVerifier(new DatabaseSettings(stack.jdbcUrl(), stack.user(), stack.password()), graph)
                .repair(report);
    }

    /** Returns the first column of what a statement finds. */
    List<String> readGraph(String cypher) {
        try (var driver =
                GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()))) {
            return driver.executableQuery(cypher).execute().records().stream()
                    .map(row -> row.get(0).asString())
                    .toList();
        }
    }

    /** Changes the graph as somebody else would. */
    void changeGraph(String cypher, Map<String, Object> parameters) {
        try (var driver =
                GraphDatabase.driver(stack.boltUri(), AuthTokens.basic(stack.neo4jUser(), stack.neo4jPassword()))) {
            driver.executableQuery(cypher).withParameters(parameters).execute();
        }
    }

    /** Waits until the graph equals the rows. */
    void awaitEqual() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            VerifyReport report = compare();
            assertThat(report.kept()).isEmpty();
            assertThat(report.differences()).isZero();
        });
    }

    @Override
    public void close() {
        stopSource();
        stopSink();
        stopRouter();
    }
}
