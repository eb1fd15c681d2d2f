package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.stack.StackException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresUserTest {
    @Test
    void root_changes_the_user_before_it_thinks_of_a_namespace() {
        assertThat(PostgresUser.candidates(true).getFirst().prefix()).startsWith("setpriv", "--reuid=65534");
        assertThat(PostgresUser.candidates(true).getLast().prefix()).containsExactly("unshare", "-U");
    }

    @Test
    void an_ordinary_user_runs_the_server_directly() {
        PostgresUser user = PostgresUser.candidates(false).getFirst();

        assertThat(user.command(List.of("postgres", "-D", "x"))).containsExactly("postgres", "-D", "x");
        assertThat(user.owner()).isEmpty();
    }

    @Test
    void when_nobody_can_reach_the_directory_the_message_names_it_and_what_was_tried() {
        assertThatThrownBy(() -> PostgresUser.choose(Path.of("/does/not/exist"), Path.of("/bin/sh")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("/does/not/exist")
                .hasMessageContaining("user namespace: ")
                .hasMessageContaining("-Dgraphsync.cache");
    }
}
