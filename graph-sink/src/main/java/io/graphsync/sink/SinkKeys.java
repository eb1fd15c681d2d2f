package io.graphsync.sink;

import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.sink.purge.PurgePolicy;
import io.graphsync.sink.purge.PurgeSettings;
import io.graphsync.sink.write.GraphSettings;
import java.net.URI;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The keys that the sink reads. */
final class SinkKeys {
    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String NEO4J_URI = "neo4j.uri";
    static final String NEO4J_USERNAME = "neo4j.username";
    static final String NEO4J_PASSWORD = "neo4j.password";
    static final String NEO4J_DATABASE = "neo4j.database";
    static final String CONNECT_TIMEOUT = "neo4j.driver.connection.timeout.ms";
    static final String ACQUISITION_TIMEOUT = "neo4j.driver.connection.acquisition.timeout.ms";
    static final String TOPICS_PREFIX = "topics.prefix";
    static final String EVENTS_DIRECTORY = "events.directory";
    static final String GROUP_ID = "sink.group.id";
    static final String WRITERS = "sink.writers";
    static final String BATCH_RECORDS = "sink.batch.max.records";
    static final String BATCH_BYTES = "sink.batch.max.bytes";
    static final String BUFFER_BYTES = "sink.buffer.max.bytes";
    static final String ATTEMPTS = "sink.transient.attempts";
    static final String TRANSACTION_TIMEOUT = "sink.transaction.timeout.ms";
    static final String DRAIN_TIMEOUT = "sink.drain.timeout.ms";
    static final String TOMBSTONE_RETENTION = "sink.tombstone.retention.days";
    static final String PURGE_INTERVAL = "sink.tombstone.purge.interval.ms";

    private static final Set<String> SCHEMES = Set.of("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc");
    private static final int MIB = 1 << 20;
    private static final int MOST_MILLIS = 3_600_000;
    private static final long SHORTEST_RETENTION_DAYS = PurgePolicy.SHORTEST_RETENTION.toDays();

    private SinkKeys() {}

    static ConfigDef definition() {
        return own(shared(new ConfigDef()));
    }

    private static ConfigDef shared(ConfigDef keys) {
        return keys.define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Kafka brokers to begin with, as host:port, separated by commas.")
                .define(
                        NEO4J_URI,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(SinkKeys::checkUri, () -> "a bolt:// or neo4j:// address"),
                        Importance.HIGH,
                        "Address of Neo4j, such as bolt://localhost:7687 or neo4j+s://graph.example.com.")
                .define(NEO4J_USERNAME, ConfigDef.Type.STRING, "neo4j", Importance.HIGH, "User that writes the graph.")
                .define(
                        NEO4J_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "Password of that user.")
                .define(
                        NEO4J_DATABASE,
                        ConfigDef.Type.STRING,
                        "neo4j",
                        Importance.MEDIUM,
                        "Database that holds the graph.")
                .define(
                        CONNECT_TIMEOUT,
                        ConfigDef.Type.LONG,
                        GraphSettings.CONNECT_TIMEOUT.toMillis(),
                        Range.between(1, MOST_MILLIS),
                        Importance.LOW,
                        "Longest time for opening a connection to Neo4j, in milliseconds.")
                .define(
                        ACQUISITION_TIMEOUT,
                        ConfigDef.Type.LONG,
                        GraphSettings.ACQUISITION_TIMEOUT.toMillis(),
                        Range.between(1, MOST_MILLIS),
                        Importance.LOW,
                        "Longest time for getting a connection to Neo4j from the pool, in milliseconds.")
                .define(
                        TOPICS_PREFIX,
                        ConfigDef.Type.STRING,
                        TopicNames.DEFAULT_PREFIX,
                        ConfigDef.LambdaValidator.with(SinkKeys::checkPrefix, () -> "a legal beginning of topic names"),
                        Importance.MEDIUM,
                        "What the names of all topics begin with.")
                .define(
                        EVENTS_DIRECTORY,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Directory of further event types: a NAME.json and a NAME.cypher for each. Empty: none.");
    }

    private static ConfigDef own(ConfigDef keys) {
        return keys.define(
                        GROUP_ID,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.LOW,
                        "Consumer group of the sinks that share the work. Empty: topics.prefix followed by -graph-sink."
                                + " Another group reads the topics from their beginning.")
                .define(
                        WRITERS,
                        ConfigDef.Type.INT,
                        2,
                        Range.between(1, 64),
                        Importance.MEDIUM,
                        "How many batches are written to Neo4j at the same time, at the most. Fewer while they collide over"
                                + " locks.")
                .define(
                        BATCH_RECORDS,
                        ConfigDef.Type.INT,
                        1_000,
                        Range.between(1, 100_000),
                        Importance.MEDIUM,
                        "Most events in one transaction.")
                .define(
                        BATCH_BYTES,
                        ConfigDef.Type.LONG,
                        8L * MIB,
                        Range.between(1_024, 1L << 30),
                        Importance.MEDIUM,
                        "Most bytes of events in one transaction; a larger event gets one of its own.")
                .define(
                        BUFFER_BYTES,
                        ConfigDef.Type.LONG,
                        64L * MIB,
                        Range.between(1_024, 1L << 33),
                        Importance.LOW,
                        "Bytes of events that may be in memory, those that are being written included; beyond them no more"
                                + " are fetched.")
                .define(
                        ATTEMPTS,
                        ConfigDef.Type.INT,
                        8,
                        Range.between(1, 100),
                        Importance.LOW,
                        "How often a batch that fails for a passing reason, such as a deadlock, is tried at once before"
                                + " the event that is in the way goes to the retry topic.")
                .define(
                        TRANSACTION_TIMEOUT,
                        ConfigDef.Type.LONG,
                        GraphSettings.TRANSACTION_TIMEOUT.toMillis(),
                        Range.between(100, MOST_MILLIS),
                        Importance.LOW,
                        "After how long Neo4j ends a transaction of the sink, in milliseconds. What takes longer is tried in"
                                + " smaller pieces.")
                .define(
                        DRAIN_TIMEOUT,
                        ConfigDef.Type.LONG,
                        20_000L,
                        Range.between(0, MOST_MILLIS),
                        Importance.LOW,
                        "How long a stop, or the loss of a partition to another sink, waits for the batches that are"
                                + " being written, in milliseconds.")
                .define(
                        TOMBSTONE_RETENTION,
                        ConfigDef.Type.INT,
                        (int) PurgePolicy.DEFAULT_RETENTION.toDays(),
                        ConfigDef.LambdaValidator.with(
                                SinkKeys::checkRetention, () -> "0, or " + SHORTEST_RETENTION_DAYS + " and more"),
                        Importance.LOW,
                        "Days after which the graph forgets that an element was deleted; 0 means never. An event of the"
                                + " element that came even later would bring it back, so this must be longer than any"
                                + " event can be on its way; 'dlt redrive' refuses older ones.")
                .define(
                        PURGE_INTERVAL,
                        ConfigDef.Type.LONG,
                        PurgeSettings.DEFAULT_INTERVAL.toMillis(),
                        Range.between(100, 24L * MOST_MILLIS),
                        Importance.LOW,
                        "How often to look for elements that were deleted that long ago, in milliseconds.");
    }

    private static void checkUri(String key, @Nullable Object value) {
        if (value != null) {
            try {
                URI uri = URI.create((String) value);
                if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null) {
                    return;
                }
            } catch (IllegalArgumentException malformed) {
                // Reported like any other address of a wrong form.
            }
            throw new ConfigException(key, value, "must be an address such as bolt://localhost:7687");
        }
    }

    private static void checkRetention(String key, @Nullable Object value) {
        if (value instanceof Integer days && (days < 0 || (days > 0 && days < SHORTEST_RETENTION_DAYS))) {
            throw new ConfigException(
                    key, value, "must be 0, or at least " + SHORTEST_RETENTION_DAYS + ": longer than the retry topics");
        }
    }

    private static void checkPrefix(String key, @Nullable Object value) {
        if (value != null) {
            try {
                new TopicNames((String) value);
            } catch (IllegalArgumentException illegal) {
                throw new ConfigException(key, value, illegal.getMessage());
            }
        }
    }
}
