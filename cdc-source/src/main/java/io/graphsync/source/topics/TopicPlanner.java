package io.graphsync.source.topics;

import io.graphsync.outbox.topic.TopicLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares a topic as it is with the topic as the pipeline wants it. Pure. */
final class TopicPlanner {
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String CLEANUP_POLICY = "cleanup.policy";

    private TopicPlanner() {}

    /**
     * Returns what an existing topic is like.
     *
     * @param settings the topic's effective settings
     */
    static TopicOutcome compare(TopicLayout wanted, int partitions, Map<String, String> settings) {
        List<String> differences = new ArrayList<>();
        if (partitions != wanted.partitions()) {
            differences.add("it has " + partitions + " partitions, configured are " + wanted.partitions());
        }
        Optional.ofNullable(settings.get(CLEANUP_POLICY))
                .filter(policy -> !policy.equals(wanted.settings().get(CLEANUP_POLICY)))
                .ifPresent(policy -> differences.add("its cleanup.policy is " + policy + ", not "
                        + wanted.settings().get(CLEANUP_POLICY)));
        Optional.ofNullable(settings.get(MAX_MESSAGE_BYTES))
                .map(Long::valueOf)
                .filter(most -> most < TopicLayout.MAX_RECORD_BYTES)
                .ifPresent(most -> differences.add(
                        "its max.message.bytes is " + most + ", larger events than that" + " become dead letters"));
        return differences.isEmpty()
                ? new TopicOutcome.Present(wanted.name())
                : new TopicOutcome.Differing(wanted.name(), differences);
    }
}
