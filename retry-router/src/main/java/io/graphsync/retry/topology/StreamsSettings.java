package io.graphsync.retry.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the topology reaches Kafka and where it keeps its state.
 *
 * @param bootstrapServers brokers to begin with, as {@code host:port,…}
 * @param applicationId names the consumer group, the transactions and the changelogs; one for all routers of a pipeline
 * @param stateDirectory where the state is kept on the disk; not shared by two processes
 * @param clientSettings raw settings of Kafka's clients and of Streams; none of {@link #FIXED}
 */
public record StreamsSettings(
        String bootstrapServers, String applicationId, Path stateDirectory, Map<String, String> clientSettings) {

    /** The settings that the promises rest on. */
    public static final Set<String> FIXED = Set.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            StreamsConfig.STATE_DIR_CONFIG,
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    /** A router that was killed is missed after this time, and its waiting events move to another, or to its successor. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private static final int HEARTBEAT_INTERVAL_MS = 3_000;

    /**
     * For so long a rebalance waits for a router that does not come to it, and a router for the answer to its request to
     * join; in Kafka's default it is 5 min. A commit may block for one.
     */
    private static final int MAX_POLL_INTERVAL_MS = 90_000;

    /** A transaction that is open for as many timeouts is ended by nobody: its coordinator looks for such every 10 s. */
    private static final int TIMEOUTS_UNTIL_STALE = 4;

    /** Of Streams, where the clients' settings name none. */
    private static final String TRANSACTION_TIMEOUT_MS = "10000";

    /** Copies the raw settings. */
    public StreamsSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(applicationId, "applicationId");
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        clientSettings = Map.copyOf(clientSettings);
    }

    /** Returns the settings of Streams: our defaults, then the raw ones, then the fixed ones. */
    Properties streams() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_INTERVAL_MS);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), MAX_POLL_INTERVAL_MS);
        properties.putAll(clientSettings);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                RetryTopology.MAX_CHANGELOG_RECORD_BYTES);
        return properties;
    }

    /** Returns how long a transaction may be open until it is ended from outside. */
    Duration transactionPatience() {
        String setting = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
        String ofAllClients = clientSettings.getOrDefault(setting, TRANSACTION_TIMEOUT_MS);
        String timeout = clientSettings.getOrDefault(StreamsConfig.producerPrefix(setting), ofAllClients);
        return Duration.ofMillis(TIMEOUTS_UNTIL_STALE * Long.parseLong(timeout));
    }

    /** Returns the settings of a client that only asks. */
    Properties admin() {
        Properties properties = new Properties();
        clientSettings.forEach((key, value) -> {
            if (AdminClientConfig.configNames().contains(key)) {
                properties.put(key, value);
            }
        });
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, applicationId + "-watch");
        return properties;
    }
}
