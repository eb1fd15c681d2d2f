package io.graphsync.stack.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.stack.RoundTrip;
import io.graphsync.stack.ServerKind;
import org.junit.jupiter.api.Test;

@UseStack(ServerKind.POSTGRES)
class UseSomeServersIT {
    @Test
    void a_server_that_was_asked_for_is_there(TestStack stack) throws Exception {
        assertThat(RoundTrip.through(stack.postgres(), stack.database(), "a")).containsExactly("a");
    }

    @Test
    void a_server_that_was_not_asked_for_is_refused_with_its_name(TestStack stack) {
        assertThatThrownBy(stack::boltUri)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("neo4j")
                .hasMessageContaining("@UseStack");
    }

    @Test
    @UseStack(ServerKind.KAFKA)
    void a_method_adds_to_the_servers_of_its_class(TestStack stack) throws Exception {
        assertThat(RoundTrip.through(stack.postgres(), stack.database(), "a")).containsExactly("a");
        assertThat(RoundTrip.through(stack.kafka(), stack.topicPrefix(), "a")).containsExactly("a");
    }
}
