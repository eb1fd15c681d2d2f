package io.graphsync.outbox.topic;

import io.graphsync.outbox.type.EventCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How one topic is kept. A topic that is there already is left as it is.
 *
 * @param name the full name
 * @param partitions how many partitions it gets
 * @param settings Kafka's topic settings
 */
public record TopicLayout(String name, int partitions, Map<String, String> settings) {
    /** Most bytes of one record: a payload, its headers and what Kafka adds. */
    public static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

    private static final Duration REDELIVERY_RETENTION = Duration.ofDays(14);
    private static final Duration AUDIT_RETENTION = Duration.ofDays(365);

    /** After which superseded records are gone: without a bound, those of a quiet topic would stay for ever. */
    private static final Duration COMPACTION_LAG = Duration.ofDays(7);

    /** Copies the settings. */
    public TopicLayout {
        settings = Map.copyOf(settings);
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic needs at least one partition: " + name);
        }
    }

    /**
     * Returns every topic of a pipeline.
     *
     * @param eventPartitions partitions of each event topic and of the retry topics; bounds how many sinks can share
     *     the work
     */
    public static List<TopicLayout> of(TopicNames names, EventCatalog catalog, int eventPartitions) {
        List<TopicLayout> layouts = new ArrayList<>();
        for (String topic : catalog.topics()) {
            layouts.add(new TopicLayout(names.events(topic), eventPartitions, compacted()));
        }
        layouts.add(new TopicLayout(names.retry(), eventPartitions, deletedAfter(REDELIVERY_RETENTION)));
        layouts.add(new TopicLayout(names.retryDue(), eventPartitions, deletedAfter(REDELIVERY_RETENTION)));
        layouts.add(new TopicLayout(names.deadLetters(), 1, compacted()));
        layouts.add(new TopicLayout(names.audit(), 1, deletedAfter(AUDIT_RETENTION)));
        return List.copyOf(layouts);
    }

    /** The newest record of each key stays for good: the graph can be rebuilt, and no open letter expires. */
    private static Map<String, String> compacted() {
        return Map.of(
                "cleanup.policy", "compact",
                "max.compaction.lag.ms", Long.toString(COMPACTION_LAG.toMillis()),
                "max.message.bytes", Integer.toString(MAX_RECORD_BYTES));
    }

    private static Map<String, String> deletedAfter(Duration retention) {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", Long.toString(retention.toMillis()),
                "max.message.bytes", Integer.toString(MAX_RECORD_BYTES));
    }
}
