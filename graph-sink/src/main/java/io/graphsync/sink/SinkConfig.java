package io.graphsync.sink;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.consume.ConsumeSettings;
import io.graphsync.sink.write.GraphSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/**
 * The sink's configuration, checked.
 *
 * @param graph how to reach Neo4j
 * @param bootstrapServers where Kafka is
 * @param kafka raw settings of Kafka's clients
 * @param topics the topics' names
 * @param groupId the consumer group
 * @param eventsDirectory where further event types are
 * @param writers how many batches are written at the same time
 * @param limits of one batch
 * @param maxBufferedBytes of all records that wait in memory
 * @param attempts how often a batch that fails for a passing reason is tried before the event in the way is looked for
 * @param drainTimeout how long a stop waits for the batches in flight
 */
public record SinkConfig(
        GraphSettings graph,
        String bootstrapServers,
        Map<String, String> kafka,
        TopicNames topics,
        String groupId,
        Optional<Path> eventsDirectory,
        int writers,
        BatchLimits limits,
        long maxBufferedBytes,
        int attempts,
        Duration drainTimeout) {
}
