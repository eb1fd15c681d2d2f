package io.graphsync.retry;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.retry.letters.LetterSettings;
import io.graphsync.retry.policy.PolicyReader;
import io.graphsync.retry.policy.RetryPolicies;
import io.graphsync.retry.policy.RetryPolicy;
import io.graphsync.retry.topology.StreamsSettings;
import io.graphsync.retry.writeback.DatabaseSettings;
import io.graphsync.retry.writeback.WritebackSettings;
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
final class RouterConfigReader {
    private static final String KAFKA = "kafka.";
    private static final String JDBC = "jdbc:postgresql:";
    private static final List<String> CLIENT_PREFIXES = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    private final Map<String, String> properties;
    private final List<String> problems = new ArrayList<>();

    RouterConfigReader(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
    }

    RouterConfig read() {
        ConfigDef definition = RouterConfig.definition();
        Map<String, Object> values = validated(definition);
        properties.keySet().stream()
                .filter(key -> key.startsWith(RouterConfig.OWN)
                        && !definition.names().contains(key)
                        && !PolicyReader.isOwn(key))
                .sorted()
                .forEach(key -> problems.add(key + ": is not a setting of the router"));
        Map<String, String> clientSettings = clientSettings();
        checkBackoffs(values);
        RetryPolicies policies = new PolicyReader(properties, problems).read(standardPolicy(values));
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        return config(values, policies, clientSettings);
    }

    LetterSettings readLetters() {
        Map<String, Object> values = validated(RouterConfig.kafka(new ConfigDef()));
        Map<String, String> clientSettings = clientSettings();
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        return new LetterSettings(
                text(values, RouterConfig.BOOTSTRAP_SERVERS),
                new TopicNames(text(values, RouterConfig.TOPICS_PREFIX)),
                clientSettings);
    }

    private Map<String, Object> validated(ConfigDef definition) {
        Map<String, Object> values = new HashMap<>();
        for (ConfigValue value : definition.validate(properties)) {
            // Kafka goes on to complain that a value which it could not read is missing.
            value.errorMessages().stream()
                    .findFirst()
                    .ifPresent(message -> problems.add(value.name() + ": " + message));
            values.put(value.name(), value.value());
        }
        return values;
    }

    private RouterConfig config(
            Map<String, Object> values, RetryPolicies policies, Map<String, String> clientSettings) {
        TopicNames names = new TopicNames(text(values, RouterConfig.TOPICS_PREFIX));
        String servers = text(values, RouterConfig.BOOTSTRAP_SERVERS);
        String applicationId = Optional.ofNullable((String) values.get(RouterConfig.APPLICATION_ID))
                .orElse(names.prefix() + "-retry-router");
        return new RouterConfig(
                names,
                policies,
                millis(values, RouterConfig.DUE_CHECK),
                new StreamsSettings(
                        servers, applicationId, Path.of(text(values, RouterConfig.STATE_DIRECTORY)), clientSettings),
                new WritebackSettings(servers, names, names.prefix() + "-writeback", clientSettings),
                new DatabaseSettings(
                        text(values, RouterConfig.DATABASE_URL), text(values, RouterConfig.DATABASE_USER), (Password)
                                value(values, RouterConfig.DATABASE_PASSWORD)));
    }

    /** What is wrong was noted before; then the default serves for finding what else is wrong. */
    private RetryPolicy standardPolicy(Map<String, Object> values) {
        if (!problems.isEmpty()) {
            return RetryPolicy.DEFAULT;
        }
        return new RetryPolicy(
                (Integer) value(values, RouterConfig.MAX_ATTEMPTS),
                millis(values, RouterConfig.BACKOFF_INITIAL),
                millis(values, RouterConfig.BACKOFF_MAX),
                (Double) value(values, RouterConfig.BACKOFF_MULTIPLIER),
                (Double) value(values, RouterConfig.JITTER));
    }

    /** The raw settings of Kafka's clients, without their prefix. */
    private Map<String, String> clientSettings() {
        Map<String, String> raw = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(KAFKA) && !key.equals(RouterConfig.BOOTSTRAP_SERVERS)) {
                raw.put(key.substring(KAFKA.length()), value);
            }
        });
        raw.keySet().stream()
                .filter(key -> StreamsSettings.FIXED.contains(withoutClient(key)))
                .sorted()
                .forEach(key -> problems.add(KAFKA + key + ": is fixed, because a promise of graphsync rests on it"));
        return raw;
    }

    private static String withoutClient(String key) {
        return CLIENT_PREFIXES.stream()
                .filter(key::startsWith)
                .findFirst()
                .map(prefix -> key.substring(prefix.length()))
                .orElse(key);
    }

    private void checkBackoffs(Map<String, Object> values) {
        if (values.get(RouterConfig.BACKOFF_INITIAL) instanceof Long initial
                && values.get(RouterConfig.BACKOFF_MAX) instanceof Long max
                && max < initial) {
            problems.add(RouterConfig.BACKOFF_MAX + ": " + max + " is less than " + RouterConfig.BACKOFF_INITIAL + ", "
                    + initial);
        }
    }

    private static Object value(Map<String, Object> values, String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " has neither a value nor a default");
        }
        return value;
    }

    private static String text(Map<String, Object> values, String key) {
        return (String) value(values, key);
    }

    private static Duration millis(Map<String, Object> values, String key) {
        return Duration.ofMillis((Long) value(values, key));
    }

    static void checkJdbcUrl(String key, Object value) {
        if (value != null && !((String) value).startsWith(JDBC)) {
            throw new ConfigException(key + " must begin with " + JDBC);
        }
    }

    static void checkBootstrapServers(String key, Object value) {
        if (value != null) {
            for (String server : ((String) value).split(",", -1)) {
                if (!server.strip().matches("(\\[[0-9a-fA-F:.]+]|[^\\s:\\[\\]/]+):\\d{1,5}")) {
                    throw new ConfigException(key, value, "must be a list of host:port");
                }
            }
        }
    }

    static void checkPrefix(String key, Object value) {
        try {
            new TopicNames((String) value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, value, e.getMessage());
        }
    }
}
