package io.graphsync.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.type.EventTypeReader;
import org.junit.jupiter.api.Test;

class TopicOrderTest {
    @Test
    void nodes_come_before_the_relationships_between_them() {
        assertThat(TopicOrder.nodesFirst(EventTypeReader.builtIn()))
                .containsExactly("conversation", "message", "feedback");
    }
}
