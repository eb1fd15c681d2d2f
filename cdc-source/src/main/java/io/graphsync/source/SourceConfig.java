package io.graphsync.source;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.source.capture.CaptureSettings;
import io.graphsync.source.database.DatabaseSettings;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.publish.PublisherFactory;
import io.graphsync.source.publish.PublisherSettings;
import io.graphsync.source.topics.TopicCreator;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The source's configuration, checked.
 *
 * @param partitions partitions of the event topics that have to be created
 * @param replicationFactor copies of the topics that have to be created; -1 means the broker's default
 * @param heartbeatInterval how often a heartbeat is written
 * @param closeTimeout how long what is under way may take when the source is closed
 */
public record SourceConfig(
        DatabaseSettings database,
        PublisherSettings kafka,
        TopicNames topics,
        int partitions,
        short replicationFactor,
        CaptureSettings capture,
        Duration heartbeatInterval,
        Duration closeTimeout) {
    /** Checks that nothing is missing. */
    public SourceConfig {
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(kafka, "kafka");
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(capture, "capture");
        Objects.requireNonNull(heartbeatInterval, "heartbeatInterval");
        Objects.requireNonNull(closeTimeout, "closeTimeout");
    }

    /** Makes what opens publishers with this configuration. */
    PublisherFactory publishers(EventCatalog catalog, SourceMeters meters) {
        return new PublisherFactory(
                kafka, new TopicCreator(kafka.admin(), replicationFactor), topics, catalog, partitions, meters);
    }

    /** Returns the keys that the source reads, the subtrees {@code kafka.*} and {@code debezium.*} left out. */
    public static ConfigDef definition() {
        return SourceConfigReader.definition();
    }

    /**
     * Reads the configuration.
     *
     * @param settings keys and values; keys of other parts of the pipeline are left alone
     * @throws ConfigException with one line for each problem, each naming its key
     */
    public static SourceConfig parse(Map<String, String> settings) {
        return new SourceConfigReader(settings).read();
    }
}
