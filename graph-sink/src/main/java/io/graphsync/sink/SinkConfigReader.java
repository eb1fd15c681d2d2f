package io.graphsync.sink;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.sink.consume.BatchLimits;
import io.graphsync.sink.purge.PurgePolicy;
import io.graphsync.sink.purge.PurgeSettings;
import io.graphsync.sink.write.GraphSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/** Turns keys and values into the checked configuration, or tells of all problems together. */
final class SinkConfigReader {
    private static final List<String> OWN_SUBTREES = List.of("sink.", "neo4j.");

    private final Map<String, String> properties;
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    SinkConfigReader(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
    }

    SinkConfig read() {
        ConfigDef definition = SinkKeys.definition();
        for (ConfigValue value : definition.validate(properties)) {
            value.errorMessages().forEach(message -> problems.add(value.name() + ": " + message));
            values.put(value.name(), value.value());
        }
        properties.keySet().stream()
                .filter(key -> OWN_SUBTREES.stream().anyMatch(key::startsWith))
                .filter(key -> !definition.names().contains(key))
                .sorted()
                .forEach(key -> problems.add(key + ": is not a setting of the sink"));
        problems.addAll(KafkaSettings.problems(properties));
        checkDirectory();
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        return config();
    }

    private void checkDirectory() {
        if (values.get(SinkKeys.EVENTS_DIRECTORY) instanceof String directory
                && !directory.isEmpty()
                && !Files.isDirectory(Path.of(directory))) {
            problems.add(SinkKeys.EVENTS_DIRECTORY + ": is not a directory: " + directory);
        }
    }

    private SinkConfig config() {
        TopicNames topics = new TopicNames(text(SinkKeys.TOPICS_PREFIX));
        String group = text(SinkKeys.GROUP_ID);
        String directory = text(SinkKeys.EVENTS_DIRECTORY);
        return new SinkConfig(
                graph(),
                KafkaSettings.of(properties, group.isEmpty() ? topics.prefix() + "-graph-sink" : group),
                topics,
                directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory)),
                new BatchLimits((Integer) value(SinkKeys.BATCH_RECORDS), (Long) value(SinkKeys.BATCH_BYTES)),
                (Long) value(SinkKeys.BUFFER_BYTES),
                (Integer) value(SinkKeys.WRITERS),
                new PurgeSettings(
                        new PurgePolicy(Duration.ofDays((Integer) value(SinkKeys.TOMBSTONE_RETENTION))),
                        millis(SinkKeys.PURGE_INTERVAL)),
                (Integer) value(SinkKeys.ATTEMPTS),
                millis(SinkKeys.DRAIN_TIMEOUT));
    }

    private GraphSettings graph() {
        return new GraphSettings(
                URI.create(text(SinkKeys.NEO4J_URI)),
                text(SinkKeys.NEO4J_USERNAME),
                ((Password) value(SinkKeys.NEO4J_PASSWORD)).value(),
                text(SinkKeys.NEO4J_DATABASE),
                millis(SinkKeys.CONNECT_TIMEOUT),
                millis(SinkKeys.ACQUISITION_TIMEOUT),
                millis(SinkKeys.TRANSACTION_TIMEOUT));
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " has neither a value nor a default");
        }
        return value;
    }

    private String text(String key) {
        return (String) value(key);
    }

    private Duration millis(String key) {
        return Duration.ofMillis((Long) value(key));
    }
}
