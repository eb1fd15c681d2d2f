package io.graphsync.sink;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.consume.ConsumeSettings;
import io.graphsync.sink.consume.RetryRoute;
import io.graphsync.sink.purge.PurgeSettings;
import io.graphsync.sink.write.GraphSettings;
import io.graphsync.sink.write.GraphTag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The sink's configuration, checked.
 *
 * @param graph how to reach Neo4j
 * @param kafka how to reach Kafka
 * @param topics the topics' names
 * @param eventsDirectory where further event types are
 * @param limits of one batch
 * @param maxBufferedBytes of all records that wait in memory, beyond which no more are fetched
 * @param writers how many batches are written at the same time
 * @param purge how tombstones of deleted elements are purged
 * @param attempts how often a batch that fails for a passing reason is tried before the event in the way is looked for
 * @param drainTimeout how long a stop waits for the batches in flight
 */
public record SinkConfig(
        GraphSettings graph,
        KafkaSettings kafka,
        TopicNames topics,
        Optional<Path> eventsDirectory,
        BatchLimits limits,
        long maxBufferedBytes,
        int writers,
        PurgeSettings purge,
        int attempts,
        Duration drainTimeout) {
    private static final String CLIENT_ID = "graphsync-sink";

    /** Checks that all are there. */
    public SinkConfig {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(kafka, "kafka");
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(eventsDirectory, "eventsDirectory");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(purge, "purge");
        Objects.requireNonNull(drainTimeout, "drainTimeout");
    }

    /** Returns the keys that the sink reads, with types, defaults and documentation. */
    public static ConfigDef definition() {
        return SinkKeys.definition();
    }

    /**
     * Reads the configuration. Keys of other parts are ignored.
     *
     * @throws ConfigException with one line a problem, each naming the key
     */
    public static SinkConfig parse(Map<String, String> properties) {
        return new SinkConfigReader(properties).read();
    }

    /** Returns what the sink is run with. */
    public ConsumeSettings consume(EventCatalog catalog) {
        List<String> topics = new ArrayList<>();
        catalog.topics().forEach(topic -> topics.add(this.topics.events(topic)));
        topics.add(this.topics.retryDue());
        return new ConsumeSettings(
                kafka.bootstrapServers(),
                consumer(),
                kafka.producer(),
                kafka.admin(),
                topics,
                new RetryRoute(this.topics.retry(), this.topics.retryDue()),
                limits,
                maxBufferedBytes,
                writers,
                purge,
                attempts,
                drainTimeout,
                false);
    }

    /** An operator's own client id stays, with the graph's name behind it. */
    private Map<String, Object> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka.consumer(limits, maxBufferedBytes));
        Object prefix = settings.getOrDefault(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, GraphTag.clientId(prefix.toString(), graph));
        return settings;
    }
}
