package io.graphsync.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What every provider of a stack promises, on the one that the system property selects. One stack for all tests; what is
 * written in one stays for the next, and every test leaves the servers running.
 */
class StackIT {
    private static final List<String> losses = new CopyOnWriteArrayList<>();
    private static Stack stack;

    @BeforeAll
    static void start() {
        StackListener listener = new StackListener() {
            @Override
            public void serverLost(ServerKind server, String report) {
                losses.add(report);
            }
        };
        stack = StackProvider.selected()
                .open(StackOptions.of(ServerKind.values())
                        .withPostgresPassword("given for postgres")
                        .withNeo4jPassword("given for neo4j")
                        .withListener(listener));
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    private static void assertThatAllKeep(String earlier, String value) throws Exception {
        assertThat(RoundTrip.through(stack.postgres(), PostgresServer.DATABASE, value))
                .contains(earlier, value);
        assertThat(RoundTrip.through(stack.kafka(), "", value)).contains(earlier, value);
        assertThat(RoundTrip.through(stack.neo4j(), value)).contains(earlier, value);
    }

    private static String addresses() {
        return stack.postgres().uri("x") + stack.kafka() + stack.neo4j();
    }

    @Test
    void given_passwords_are_used() {
        assertThat(stack.postgres().password()).isEqualTo("given for postgres");
        assertThat(stack.neo4j().password()).isEqualTo("given for neo4j");
    }

    @Test
    void an_orderly_stop_keeps_data_and_addresses() throws Exception {
        assertThatAllKeep("before the stop", "before the stop");
        String addresses = addresses();

        for (ServerKind kind : ServerKind.values()) {
            stack.server(kind).stop();
            assertThat(stack.server(kind).isRunning()).isFalse();
            stack.server(kind).start();
        }

        assertThat(addresses()).isEqualTo(addresses);
        assertThatAllKeep("before the stop", "after the stop");
        assertThat(losses).isEmpty();
    }

    @Test
    void a_kill_keeps_what_was_acknowledged() throws Exception {
        assertThatAllKeep("before the kill", "before the kill");

        for (ServerKind kind : ServerKind.values()) {
            StackServer server = stack.server(kind);
            server.kill();
            assertThat(server.isRunning()).isFalse();
            server.start();
        }

        assertThatAllKeep("before the kill", "after the kill");
        assertThat(losses).isEmpty();
    }

    @Test
    void a_paused_server_answers_when_it_is_resumed() throws Exception {
        stack.postgres().pause();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> answer =
                    executor.submit(() -> RoundTrip.through(stack.postgres(), PostgresServer.DATABASE, "paused"));
            assertThatThrownBy(() -> answer.get(1, TimeUnit.SECONDS)).isInstanceOf(Exception.class);

            stack.postgres().resume();

            assertThat(answer.get(10, TimeUnit.SECONDS)).contains("paused");
        }
    }

    @Test
    void only_the_servers_that_were_asked_for_start_and_others_can_be_added() throws Exception {
        try (Stack small = StackProvider.selected().open(StackOptions.of(ServerKind.KAFKA))) {
            assertThatThrownBy(small::postgres)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("postgres");
            assertThat(small.kafka().port()).isNotEqualTo(stack.kafka().port());

            small.require(Set.of(ServerKind.POSTGRES));

            assertThat(RoundTrip.through(small.postgres(), PostgresServer.DATABASE, "a"))
                    .containsExactly("a");
        }
    }
}
