package io.graphsync.outbox.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.outbox.type.EventTypeReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicLayoutTest {
    private final List<TopicLayout> layouts = TopicLayout.of(new TopicNames("acme"), EventTypeReader.builtIn(), 6);

    @Test
    void every_topic_of_the_contract_is_there() {
        assertThat(layouts)
                .extracting(TopicLayout::name)
                .containsExactlyInAnyOrder(
                        "acme.events.conversation",
                        "acme.events.message",
                        "acme.events.feedback",
                        "acme.retry",
                        "acme.retry.due",
                        "acme.dlt",
                        "acme.audit");
    }

    @Test
    void neither_the_newest_event_of_an_element_nor_an_open_dead_letter_ever_expires() {
        assertThat(layouts)
                .filteredOn(layout -> layout.name().startsWith("acme.events.")
                        || layout.name().equals("acme.dlt"))
                .hasSize(4)
                .allSatisfy(layout -> assertThat(layout.settings()).containsEntry("cleanup.policy", "compact"));
    }

    @Test
    void a_prefix_that_kafka_would_refuse_is_refused_here() {
        assertThatThrownBy(() -> new TopicNames("a b")).hasMessageContaining("a b");
        assertThatThrownBy(() -> new TopicNames("")).isInstanceOf(IllegalArgumentException.class);
    }
}
