package io.graphsync.stack.junit;

import io.graphsync.stack.KafkaServer;
import io.graphsync.stack.Neo4jServer;
import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What one test method has for itself: a new PostgreSQL database, a topic prefix that no other test has, an empty Neo4j.
 * A getter for a server that {@link UseStack} does not name throws {@link IllegalStateException}.
 */
public final class TestStack {
    private final Stack stack;
    private final Set<ServerKind> servers;
    private final String id;

    TestStack(Stack stack, Set<ServerKind> servers) {
        this.stack = stack;
        this.servers = Set.copyOf(servers);
        this.id = UUID.randomUUID().toString().substring(0, 8);
    }

    /** The test's database. */
    public String database() {
        return "test_" + id;
    }

    /** The test's database, without credentials. */
    public String jdbcUrl() {
        return postgres().jdbcUrl(database());
    }

    /** A superuser. */
    public String user() {
        return postgres().user();
    }

    public String password() {
        return postgres().password();
    }

    /** A new connection to the test's database, as the superuser; the caller closes it. */
    public Connection connection() throws SQLException {
        return connection(database());
    }

    /** A new connection to a database, as the superuser; the caller closes it. */
    public Connection connection(String name) throws SQLException {
        return DriverManager.getConnection(postgres().jdbcUrl(name), user(), password());
    }

    /** Makes one more database, which goes after the test like everything that the test made in the cluster. */
    public String createDatabase() throws SQLException {
        String name = "test_" + UUID.randomUUID().toString().substring(0, 8);
        createDatabase(name);
        return name;
    }

    void createDatabase(String name) throws SQLException {
        try (Connection connection = connection(PostgresServer.DATABASE);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }

    public String bootstrapServers() {
        return kafka().bootstrapServers();
    }

    /** Topics whose names begin with it are deleted after the test. */
    public String topicPrefix() {
        return "test-" + id;
    }

    /** Creates topics and waits until they take records. */
    public void createTopics(Collection<NewTopic> topics) {
        KafkaTopics.create(kafka(), topics);
    }

    public String boltUri() {
        return neo4j().uri();
    }

    /** The administrator. */
    public String neo4jUser() {
        return neo4j().user();
    }

    public String neo4jPassword() {
        return neo4j().password();
    }

    /** The server itself, to stop and start it: the next test finds it running again. */
    public PostgresServer postgres() {
        requireAskedFor(ServerKind.POSTGRES);
        return stack.postgres();
    }

    /** The server itself, to stop and start it: the next test finds it running again. */
    public KafkaServer kafka() {
        requireAskedFor(ServerKind.KAFKA);
        return stack.kafka();
    }

    /** The server itself, to stop and start it: the next test finds it running again. */
    public Neo4jServer neo4j() {
        requireAskedFor(ServerKind.NEO4J);
        return stack.neo4j();
    }

    /** Another test may have started the server, but this one would fail when it ran alone. */
    private void requireAskedFor(ServerKind kind) {
        if (!servers.contains(kind)) {
            throw new IllegalStateException("This test did not ask for " + kind.id() + ": name it in @UseStack");
        }
    }
}
