package io.graphsync.source;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * One test's own database with the outbox in it, its own role and slot, and its own topics. Sources that a test starts
 * are closed with it.
 */
final class SourceFixture implements AutoCloseable {
    static final String ROLE_PASSWORD = "source-test";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final TestServers servers = TestServers.get();
    final String name = "source_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<SourceApp> apps = new ArrayList<>();

    SourceFixture() throws SQLException {
        try (Connection server = connect("postgres", servers.user(), servers.password());
                Statement statement = server.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            statement.execute("CREATE ROLE " + name + " LOGIN REPLICATION PASSWORD '" + ROLE_PASSWORD + "'");
        }
    }

    /** Makes what the migrations make. */
    SourceFixture withOutbox() throws SQLException {
        execute(resource("/outbox.sql"));
        execute("GRANT SELECT ON graph_outbox TO " + name);
        return this;
    }

    Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "database.url", url(name),
                "database.user", name,
                "database.password", ROLE_PASSWORD,
                "kafka.bootstrap.servers", servers.kafka(),
                "topics.prefix", name,
                "source.slot.name", name));
    }

    TopicNames topics() {
        return new TopicNames(name);
    }

    SourceApp start() {
        return start(settings());
    }

    SourceApp start(Map<String, String> settings) {
        SourceApp app = SourceApp.start(SourceConfig.parse(settings), EventTypeReader.builtIn(), registry);
        apps.add(app);
        return app;
    }

    /** Starts a source and waits until it follows the write-ahead log. */
    SourceApp startStreaming() {
        SourceApp app = start();
        awaitState(app, SourceState.STREAMING);
        return app;
    }

    static void awaitState(SourceApp app, SourceState state) {
        Awaitility.await(state.name())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> app.state() == state);
    }

    Connection connect() throws SQLException {
        return connect(name, servers.user(), servers.password());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String queryText(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? Objects.requireNonNullElse(row.getString(1), "null") : "no row";
        }
    }

    /** Inserts that many valid events about as many messages of one conversation. */
    void insertMessages(UUID conversation, int count) throws SQLException {
        try (Connection connection = connect()) {
            insertMessages(connection, conversation, count);
        }
    }

    static void insertMessages(Connection connection, UUID conversation, int count) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                """
                INSERT INTO graph_outbox (event_type, entity_id, payload)
                SELECT 'message_upsert', m, jsonb_build_object('message_id', m, 'conversation_id', ?::text,
                       'message_type', 'user', 'created_at', '2026-03-01T10:00:00Z')
                  FROM (SELECT gen_random_uuid() AS m FROM generate_series(1, ?)) AS messages""")) {
            insert.setString(1, conversation.toString());
            insert.setInt(2, count);
            insert.executeUpdate();
        }
    }

    void insert(UUID id, String type, UUID entity, String payload) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO graph_outbox (id, event_type, entity_id, payload, traceparent)"
                                + " VALUES (?, ?, ?, ?::jsonb, '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')")) {
            insert.setObject(1, id);
            insert.setString(2, type);
            insert.setObject(3, entity);
            insert.setString(4, payload);
            insert.executeUpdate();
        }
    }

    List<String> outboxIds() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id::text FROM graph_outbox ORDER BY seq")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    String url(String database) {
        return "jdbc:postgresql://" + servers.postgres() + "/" + database;
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(SourceFixture.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        apps.forEach(SourceApp::close);
        try (Connection server = connect("postgres", servers.user(), servers.password());
                Statement statement = server.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots"
                    + " WHERE active_pid IS NOT NULL AND database = '" + name + "'");
            Awaitility.await("the slot is free").ignoreExceptions().until(() -> {
                statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                        + " WHERE database = '" + name + "'");
                return true;
            });
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
            statement.execute("DROP ROLE " + name);
        }
    }
}
