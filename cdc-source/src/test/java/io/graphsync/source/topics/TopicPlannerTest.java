package io.graphsync.source.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.topic.TopicLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlannerTest {
    private final TopicLayout wanted = new TopicLayout("t", 4, Map.of("cleanup.policy", "compact"));

    @Test
    void a_topic_as_wanted_is_present() {
        assertThat(TopicPlanner.compare(wanted, 4, Map.of("cleanup.policy", "compact", "max.message.bytes", "8388608")))
                .isEqualTo(new TopicOutcome.Present("t"));
    }

    @Test
    void every_difference_is_told() {
        TopicOutcome outcome =
                TopicPlanner.compare(wanted, 3, Map.of("cleanup.policy", "delete", "max.message.bytes", "1048588"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TopicOutcome.Differing.class,
                        differing -> assertThat(differing.differences())
                                .containsExactly(
                                        "it has 3 partitions, configured are 4",
                                        "its cleanup.policy is delete, not compact",
                                        "its max.message.bytes is 1048588, larger events than that become dead letters"));
    }
}
