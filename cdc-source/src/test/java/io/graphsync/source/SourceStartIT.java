package io.graphsync.source;

import static io.graphsync.source.SourceFixture.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the source says and does when it starts and something is not as it should be. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SourceStartIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long FATAL_WITHIN_SECONDS = 10;

    private SourceFixture fixture;

    @BeforeEach
    void open(TestStack stack) throws Exception {
        fixture = new SourceFixture(stack);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_wrong_password_is_fatal_within_ten_seconds() throws Exception {
        fixture.withOutbox();
        Map<String, String> settings = fixture.settings();
        settings.put("database.password", "wrong");

        assertFatal(fixture.start(settings), "refused the login", "database.password");
    }

    @Test
    void a_role_that_may_not_replicate_is_fatal_within_ten_seconds() throws Exception {
        fixture.withOutbox();
        fixture.execute("ALTER ROLE " + fixture.name + " NOREPLICATION");

        assertFatal(fixture.start(), "may not replicate", "ALTER ROLE \"" + fixture.name + "\" REPLICATION");
    }

    @Test
    void a_slot_that_belongs_to_something_else_is_fatal() throws Exception {
        fixture.withOutbox();
        fixture.execute("SELECT pg_create_logical_replication_slot('" + fixture.name + "', 'test_decoding')");

        assertFatal(fixture.start(), "belongs to something else", "source.slot.name");
    }

    @Test
    void a_password_that_is_changed_meanwhile_is_fatal_and_not_retried_for_ever() throws Exception {
        fixture.withOutbox();
        SourceApp app = fixture.startStreaming();
        fixture.execute("ALTER ROLE " + fixture.name + " PASSWORD 'changed'");
        fixture.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + fixture.name + "'");

        assertFatal(app, "refused the login");
    }

    @Test
    void table_and_publication_are_awaited() throws Exception {
        SourceApp app = fixture.start();
        awaitState(app, SourceState.WAITING);

        fixture.withOutbox();

        awaitState(app, SourceState.STREAMING);
        assertDelivers();
    }

    @Test
    void a_missing_publication_and_missing_rights_are_awaited() throws Exception {
        fixture.withOutbox();
        fixture.execute("DROP PUBLICATION graphsync");
        fixture.execute("REVOKE SELECT ON graph_outbox FROM " + fixture.name);
        SourceApp app = fixture.start();
        awaitState(app, SourceState.WAITING);
        fixture.execute("GRANT SELECT ON graph_outbox TO " + fixture.name);

        fixture.execute(
                "CREATE PUBLICATION graphsync FOR TABLE graph_outbox, graph_heartbeat WITH (publish = 'insert')");

        awaitState(app, SourceState.STREAMING);
        assertDelivers();
    }

    @Test
    void a_database_server_that_is_not_there_is_awaited_and_closing_does_not_wait_for_it() throws Exception {
        Map<String, String> settings = fixture.settings();
        settings.put("database.url", "jdbc:postgresql://127.0.0.1:" + unusedPort() + "/app");
        SourceApp app = fixture.start(settings);
        awaitState(app, SourceState.WAITING);

        app.close();

        assertThat(app.terminated()).isCompleted();
        assertThat(app.state()).isEqualTo(SourceState.STOPPED);
    }

    @Test
    void a_broker_that_is_not_there_is_awaited_and_closing_does_not_wait_for_it() throws Exception {
        fixture.withOutbox();
        Map<String, String> settings = fixture.settings();
        settings.put("kafka.bootstrap.servers", "127.0.0.1:" + unusedPort());
        SourceApp app = fixture.start(settings);
        awaitState(app, SourceState.WAITING);

        app.close();

        assertThat(app.terminated()).isCompleted();
    }

    @Test
    void closing_does_not_wait_for_a_slot_that_a_long_transaction_holds_up() throws Exception {
        fixture.withOutbox();
        try (var connection = fixture.connect()) {
            connection.setAutoCommit(false);
            SourceFixture.insertMessages(connection, UUID.randomUUID(), 1);
            SourceApp app = fixture.start();
            awaitState(app, SourceState.READING_BACK);

            app.close();

            assertThat(app.terminated()).isCompleted();
            connection.rollback();
        }
    }

    private void assertDelivers() throws Exception {
        fixture.insertMessages(UUID.randomUUID(), 3);
        try (TopicReader reader = fixture.reader()) {
            reader.awaitIds(SOON, fixture.outboxIds());
        }
    }

    private static void assertFatal(SourceApp app, String... words) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> app.terminated().get(FATAL_WITHIN_SECONDS, TimeUnit.SECONDS))
                .withCauseInstanceOf(SourceFailedException.class)
                .havingCause()
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
        assertThat(app.state()).isEqualTo(SourceState.FAILED);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
