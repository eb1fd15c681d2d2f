package io.graphsync.source;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.stack.junit.TestStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
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
import org.awaitility.Awaitility;

/**
 * One test's own database with the outbox in it, its own role and slot, and its own topics. Sources that a test starts
 * are closed with it.
 */
final class SourceFixture implements AutoCloseable {
    static final String ROLE_PASSWORD = "source-test";

    final TestStack stack;

    /** Names the database, the role and the slot. */
    final String name;

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<SourceApp> apps = new ArrayList<>();

    SourceFixture(TestStack stack) throws SQLException {
        this.stack = stack;
        this.name = stack.database();
        execute("CREATE ROLE " + name + " LOGIN REPLICATION PASSWORD '" + ROLE_PASSWORD + "'");
    }

    /** Makes what the migrations make. */
    SourceFixture withOutbox() throws SQLException {
        execute(resource("/outbox.sql"));
        execute("GRANT SELECT ON graph_outbox TO " + name);
        execute("GRANT SELECT, INSERT, DELETE ON graph_heartbeat TO " + name);
        return this;
    }

    Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "database.url",
                stack.jdbcUrl(),
                "database.user",
                name,
                "database.password",
                ROLE_PASSWORD,
                "kafka.bootstrap.servers",
                stack.bootstrapServers(),
                "topics.prefix",
                stack.topicPrefix(),
                "source.slot.name",
                name));
    }

    TopicReader reader() {
        return new TopicReader(stack.bootstrapServers(), stack.topicPrefix());
    }

    TopicNames topics() {
        return new TopicNames(stack.topicPrefix());
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
                .failFast(app.terminated()::isCompletedExceptionally)
                .until(() -> app.state() == state);
    }

    Connection connect() throws SQLException {
        return stack.connection();
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
        try (PreparedStatement insert = connection.prepareStatement("""
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

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(SourceFixture.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the sources; the stack takes back database, role, slots and topics. */
    @Override
    public void close() {
        apps.forEach(SourceApp::close);
    }
}
