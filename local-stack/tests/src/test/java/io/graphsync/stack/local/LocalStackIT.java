package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.graphsync.stack.PostgresServer;
import io.graphsync.stack.RoundTrip;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackException;
import io.graphsync.stack.StackListener;
import io.graphsync.stack.StackOptions;
import io.graphsync.stack.StackServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to child processes. One stack for all tests; every test leaves the servers running. */
class LocalStackIT {
    private static final List<String> losses = new CopyOnWriteArrayList<>();
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        StackListener listener = new StackListener() {
            @Override
            public void serverLost(ServerKind server, String report) {
                losses.add(report);
            }
        };
        stack = LocalStack.start(StackOptions.of(ServerKind.values()).withListener(listener));
    }

    @AfterAll
    static void close() {
        Path directory = stack.directory();
        List<Long> pids = pids();

        stack.close();

        assertThat(directory).doesNotExist();
        assertThat(pids).noneMatch(pid -> ProcessStamp.of(pid).isPresent());
    }

    private static List<Long> pids() {
        return List.of(ServerKind.values()).stream()
                .map(kind -> stack.server(kind).pid().orElseThrow())
                .toList();
    }

    @Test
    void postgres_listens_on_the_loopback_address_alone() throws Exception {
        assertThat(setting(stack, "listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void a_server_that_was_stopped_starts_as_another_process() {
        long before = stack.kafka().pid().orElseThrow();

        stack.kafka().stop();
        assertThat(stack.kafka().pid()).isEmpty();
        stack.kafka().start();

        assertThat(stack.kafka().pid().orElseThrow()).isNotEqualTo(before);
    }

    @Test
    void a_server_that_somebody_killed_is_reported_and_can_be_started_again() throws Exception {
        // Neo4j is a child like Kafka, and takes as long to start as all the rest.
        for (ServerKind kind : List.of(ServerKind.POSTGRES, ServerKind.KAFKA)) {
            StackServer server = stack.server(kind);

            Signals.kill(List.of(server.pid().orElseThrow()));

            await().until(() -> losses.stream()
                    .anyMatch(report -> report.startsWith(kind.id() + " ended unexpectedly with code 137")));
            assertThat(server.isRunning()).isFalse();
            server.start();
        }
        losses.clear();
        RoundTrip.through(stack.postgres(), PostgresServer.DATABASE, "after the loss");
        RoundTrip.through(stack.kafka(), "", "after the loss");
    }

    @Test
    void a_server_that_cannot_start_says_why_with_the_end_of_its_log() throws Exception {
        // given a stack whose port is taken between two lives of its server
        try (LocalStack small = LocalStack.start(StackOptions.of(ServerKind.KAFKA))) {
            small.kafka().stop();
            try (var taken = new ServerSocket(small.kafka().port(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(taken.isBound()).isTrue();
                assertThatThrownBy(() -> small.kafka().start())
                        .isInstanceOf(StackException.class)
                        .hasMessageContaining("kafka ended with code 1 before it served")
                        .hasMessageContaining("Address already in use");
            }
            small.kafka().start();
        }
    }

    @Test
    void kept_data_survive_two_stacks_and_refuse_a_second_one_at_once(@TempDir Path parent) throws Exception {
        // PostgreSQL's user must be able to pass through it, where that is another one.
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path kept = parent.resolve("kept");
        StackOptions options = StackOptions.of(ServerKind.values()).keptIn(kept);
        String connections;
        String clusterBefore;
        try (LocalStack first = LocalStack.start(options)) {
            RoundTrip.through(first.postgres(), PostgresServer.DATABASE, "first");
            RoundTrip.through(first.kafka(), "", "first");
            RoundTrip.through(first.neo4j(), "first");
            connections = first.postgres().uri("x")
                    + first.kafka()
                    + first.neo4j()
                    + first.neo4j().password();
            clusterBefore = Files.readString(kept.resolve("kafka/data/meta.properties"));
            assertThatThrownBy(() -> LocalStack.start(options))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("Another stack runs in");
            assertThat(setting(first, "fsync")).isEqualTo("on");
        }

        try (LocalStack second = LocalStack.start(options)) {
            assertThat(second.postgres().uri("x")
                            + second.kafka()
                            + second.neo4j()
                            + second.neo4j().password())
                    .isEqualTo(connections);
            assertThat(RoundTrip.through(second.postgres(), PostgresServer.DATABASE, "second"))
                    .containsExactly("first", "second");
            assertThat(RoundTrip.through(second.kafka(), "", "second")).containsExactly("first", "second");
            assertThat(RoundTrip.through(second.neo4j(), "second")).containsExactly("first", "second");
            assertThat(Files.readString(kept.resolve("kafka/data/meta.properties")))
                    .isEqualTo(clusterBefore);
        }
    }

    @Test
    void a_directory_that_is_closed_to_others_serves_or_the_message_names_the_fix(@TempDir Path closed) {
        StackOptions options = StackOptions.of(ServerKind.POSTGRES).keptIn(closed.resolve("kept"));

        Throwable failure = catchThrowable(() -> {
            try (LocalStack kept = LocalStack.start(options)) {
                RoundTrip.through(kept.postgres(), PostgresServer.DATABASE, "a");
            }
        });

        // Root needs a user namespace there, which not every system grants.
        if (failure != null) {
            assertThat(failure).hasMessageContaining("choose directories that every user may pass through");
        }
    }

    @Test
    void a_directory_with_other_things_in_it_is_refused(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("thesis.txt"), "three years of work");

        assertThatThrownBy(() -> LocalStack.start(StackOptions.of().keptIn(other)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("is not empty and holds no stack");
    }

    private static String setting(LocalStack of, String name) throws Exception {
        PostgresServer server = of.postgres();
        try (var connection =
                        DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), server.password());
                var row = connection.createStatement().executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
