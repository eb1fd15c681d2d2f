package io.graphsync.source;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.SHORT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.source.capture.CaptureSettings;
import io.graphsync.source.capture.EngineProperties;
import io.graphsync.source.database.DatabaseSettings;
import io.graphsync.source.publish.PublisherSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** Reads {@link SourceConfig} from text, and collects all problems instead of stopping at the first. */
final class SourceConfigReader {
    private static final String KAFKA = "kafka.";
    private static final String DEBEZIUM = "debezium.";
    private static final String SOURCE = "source.";
    private static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    private static final String DATABASE_URL = "database.url";
    private static final String DATABASE_USER = "database.user";
    private static final String DATABASE_PASSWORD = "database.password";
    private static final String TOPICS_PREFIX = "topics.prefix";
    private static final String TOPICS_PARTITIONS = "topics.partitions";
    private static final String TOPICS_REPLICATION = "topics.replication.factor";
    private static final String SLOT_NAME = "source.slot.name";
    private static final String PUBLICATION_NAME = "source.publication.name";
    private static final String POLL_INTERVAL = "source.poll.interval.ms";
    private static final String BATCH_RECORDS = "source.batch.max.records";
    private static final String QUEUE_BYTES = "source.queue.max.bytes";
    private static final String HEARTBEAT_INTERVAL = "source.heartbeat.interval.ms";
    private static final String LEASE_TIMEOUT = "source.lease.timeout.ms";
    private static final String CLOSE_TIMEOUT = "source.close.timeout.ms";

    /** What PostgreSQL allows in a slot's name. */
    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

    private final Map<String, String> settings;

    SourceConfigReader(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        defineServers(definition);
        defineTopics(definition);
        defineSource(definition);
        return definition;
    }

    private static void defineServers(ConfigDef definition) {
        definition
                .define(
                        DATABASE_URL,
                        STRING,
                        NO_DEFAULT_VALUE,
                        checked(DatabaseSettingsCheck::check, "jdbc:postgresql://host:port/database"),
                        HIGH,
                        "JDBC URL of PostgreSQL")
                .define(
                        DATABASE_USER,
                        STRING,
                        NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Role to log in as")
                .define(DATABASE_PASSWORD, PASSWORD, "", HIGH, "Password of the role")
                .define(
                        BOOTSTRAP_SERVERS,
                        STRING,
                        NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        HIGH,
                        "Kafka's brokers, host:port separated by commas");
    }

    private static void defineTopics(ConfigDef definition) {
        definition
                .define(
                        TOPICS_PREFIX,
                        STRING,
                        TopicNames.DEFAULT_PREFIX,
                        checked(TopicNames::new, "part of a topic name"),
                        MEDIUM,
                        "What the names of all topics begin with")
                .define(
                        TOPICS_PARTITIONS,
                        INT,
                        4,
                        between(1, 1_000),
                        MEDIUM,
                        "Partitions of each event topic that has to be created; an existing topic keeps its own")
                .define(
                        TOPICS_REPLICATION,
                        SHORT,
                        (short) -1,
                        between((short) -1, Short.MAX_VALUE),
                        MEDIUM,
                        "Copies of each topic that has to be created; -1 means the broker's default");
    }

    private static void defineSource(ConfigDef definition) {
        definition
                .define(
                        SLOT_NAME,
                        STRING,
                        "graphsync",
                        checked(
                                SourceConfigReader::checkSlot,
                                "lower-case letters, digits and underscores, at most 63"),
                        MEDIUM,
                        "Replication slot; created if it is missing")
                .define(
                        PUBLICATION_NAME,
                        STRING,
                        "graphsync",
                        new ConfigDef.NonEmptyString(),
                        MEDIUM,
                        "Publication of the outbox; the migrations create it")
                .define(
                        POLL_INTERVAL,
                        INT,
                        20,
                        between(1, 60_000),
                        LOW,
                        "How long to rest when there is nothing to read; latency is about once to twice that. Debezium's"
                                + " queue spins for the last millisecond of each rest: at rest 20 costs some 4 % of a"
                                + " processor, 100 costs 1 %")
                .define(BATCH_RECORDS, INT, 2_048, between(1, 100_000), LOW, "Most rows that are sent at once")
                .define(
                        QUEUE_BYTES,
                        LONG,
                        64L << 20,
                        atLeast(1 << 20),
                        LOW,
                        "Most bytes of rows that wait to be sent; memory holds about three times as much")
                .define(
                        HEARTBEAT_INTERVAL,
                        INT,
                        1_000,
                        between(50, 60_000),
                        LOW,
                        "How often the active source writes a heartbeat: how current the status of rows and the lag are")
                .define(
                        LEASE_TIMEOUT,
                        INT,
                        4_000,
                        between(1_000, 600_000),
                        LOW,
                        "After how long a silence PostgreSQL takes lease and slot from a source that is frozen or cut off, and gives them to a standby")
                .define(
                        CLOSE_TIMEOUT,
                        INT,
                        10_000,
                        between(0, 600_000),
                        LOW,
                        "How long what is under way may take when the source stops");
    }

    SourceConfig read() {
        ConfigDef definition = definition();
        List<String> problems = new ArrayList<>();
        for (ConfigValue value : definition.validate(settings)) {
            // A second message about one key follows from the first.
            value.errorMessages().stream()
                    .findFirst()
                    .map(message -> message.contains(value.name()) ? message : value.name() + ": " + message)
                    .ifPresent(problems::add);
        }
        addUnknown(problems, definition.names());
        addFixed(problems, KAFKA, PublisherSettings.FIXED);
        addFixed(problems, DEBEZIUM, EngineProperties.FIXED);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join(System.lineSeparator(), problems));
        }
        return config(new AbstractConfig(definition, settings, false));
    }

    private SourceConfig config(AbstractConfig values) {
        DatabaseSettings database = new DatabaseSettings(
                values.getString(DATABASE_URL), values.getString(DATABASE_USER), values.getPassword(DATABASE_PASSWORD));
        CaptureSettings capture = new CaptureSettings(
                database,
                values.getString(SLOT_NAME),
                values.getString(PUBLICATION_NAME),
                Duration.ofMillis(values.getInt(POLL_INTERVAL)),
                values.getInt(BATCH_RECORDS),
                values.getLong(QUEUE_BYTES),
                Duration.ofMillis(values.getInt(LEASE_TIMEOUT)),
                subtree(DEBEZIUM));
        return new SourceConfig(
                database,
                new PublisherSettings(values.getString(BOOTSTRAP_SERVERS), subtree(KAFKA)),
                new TopicNames(values.getString(TOPICS_PREFIX)),
                values.getInt(TOPICS_PARTITIONS),
                values.getShort(TOPICS_REPLICATION),
                capture,
                Duration.ofMillis(values.getInt(HEARTBEAT_INTERVAL)),
                Duration.ofMillis(values.getInt(CLOSE_TIMEOUT)));
    }

    /** Returns the keys below a prefix, the prefix cut off, those with a meaning of their own left out. */
    private Map<String, String> subtree(String prefix) {
        Map<String, String> below = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(prefix) && !key.equals(BOOTSTRAP_SERVERS)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private void addUnknown(List<String> problems, Set<String> known) {
        settings.keySet().stream()
                .filter(key -> key.startsWith(SOURCE) && !known.contains(key))
                .sorted()
                .forEach(key -> problems.add(key + ": is not a key of the source"));
    }

    private void addFixed(List<String> problems, String prefix, Set<String> fixed) {
        subtree(prefix).keySet().stream()
                .filter(fixed::contains)
                .forEach(name -> problems.add(prefix + name + ": is fixed by the source and can't be set"));
    }

    private static void checkSlot(String name) {
        if (!SLOT.matcher(name).matches()) {
            throw new IllegalArgumentException("may hold up to 63 of the characters a-z 0-9 _, not '" + name + "'");
        }
    }

    /** A check that reports what a constructor of the domain says. */
    private interface Check {
        void accept(String value);
    }

    private static final class DatabaseSettingsCheck {
        private DatabaseSettingsCheck() {}

        static void check(String url) {
            new DatabaseSettings(url, "", new org.apache.kafka.common.config.types.Password(""));
        }
    }

    private static ConfigDef.Validator checked(Check check, String values) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null) {
                        try {
                            check.accept(value.toString());
                        } catch (IllegalArgumentException problem) {
                            throw new ConfigException(name + ": " + problem.getMessage());
                        }
                    }
                },
                () -> values);
    }
}
