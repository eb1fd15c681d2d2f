package io.graphsync.sink;

import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.sink.consume.BatchLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of the sink's Kafka clients: raw ones of the configuration, and above them those that a promise rests
 * on.
 *
 * @param bootstrapServers where Kafka is
 * @param groupId the consumer group
 * @param raw what stands under {@code kafka.}, without that prefix; {@code consumer.}, {@code producer.} and
 *     {@code admin.} address one client alone. May hold secrets, so it is never printed
 */
record KafkaSettings(String bootstrapServers, String groupId, Map<String, String> raw) {
    private static final String PREFIX = "kafka.";
    private static final String CONSUMER = "consumer.";
    private static final String PRODUCER = "producer.";
    private static final String ADMIN = "admin.";
    private static final Set<String> FIXED = Set.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);

    private static final int RECORD_OVERHEAD = 64 * 1024;
    private static final int MIB = 1024 * 1024;
    private static final int MOST_FETCHED = 16 * MIB;
    private static final int SESSION_TIMEOUT_MILLIS = 15_000;

    /**
     * For so long a rebalance waits for a sink that does not come to it, and a sink for the answer to its request to join; in
     * Kafka's default it is 5 min. The loop polls several times a second, whatever the writers wait for.
     */
    private static final int MAX_POLL_INTERVAL_MILLIS = 60_000;

    private static final int MAX_BLOCK_MILLIS = 5_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int DELIVERY_TIMEOUT_MILLIS = 15_000;

    KafkaSettings {
        raw = Map.copyOf(raw);
    }

    /** Returns what is wrong with the raw settings. */
    static List<String> problems(Map<String, String> properties) {
        return properties.keySet().stream()
                .filter(key -> key.startsWith(PREFIX))
                .filter(key -> FIXED.contains(withoutClient(key.substring(PREFIX.length()))))
                .sorted()
                .map(key -> key + ": is fixed, because a promise of graphsync rests on it")
                .toList();
    }

    static KafkaSettings of(Map<String, String> properties, String groupId) {
        Map<String, String> raw = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                raw.put(key.substring(PREFIX.length()), value);
            }
        });
        return new KafkaSettings(properties.getOrDefault(SinkKeys.BOOTSTRAP_SERVERS, ""), groupId, raw);
    }

    /**
     * Returns the consumer's settings. What it has fetched and not yet handed over comes on top of what the sink buffers,
     * so it gets a part of that size; one record always fits.
     */
    Map<String, Object> consumer(BatchLimits limits, long maxBufferedBytes) {
        int fetched = Math.clamp(maxBufferedBytes / 4, MIB, MOST_FETCHED);
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, limits.maxRecords());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetched);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, MAX_POLL_INTERVAL_MILLIS);
        settings.putAll(rawFor(CONSUMER, ConsumerConfig.configNames()));
        // The group protocol of KIP-848 has assignor and session timeout on the broker and refuses these settings.
        if (!"consumer".equalsIgnoreCase(String.valueOf(settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            settings.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
            settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        }
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicLayout.MAX_RECORD_BYTES + RECORD_OVERHEAD);
        settings.putAll(rawFor(PRODUCER, ProducerConfig.configNames()));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // With more, a partition whose leader changes at the first records may stand still until the delivery timeout.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return settings;
    }

    Map<String, Object> admin() {
        return rawFor(ADMIN, AdminClientConfig.configNames());
    }

    /** A setting that no client knows is some plug-in's, so every client gets it. */
    private Map<String, Object> rawFor(String client, Set<String> known) {
        Map<String, Object> settings = new HashMap<>();
        raw.forEach((key, value) -> {
            if (withoutClient(key).equals(key) && (known.contains(key) || isOfAPlugIn(key))) {
                settings.put(key, value);
            }
        });
        raw.forEach((key, value) -> {
            if (key.startsWith(client)) {
                settings.put(key.substring(client.length()), value);
            }
        });
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    private static boolean isOfAPlugIn(String key) {
        return !ConsumerConfig.configNames().contains(key)
                && !ProducerConfig.configNames().contains(key)
                && !AdminClientConfig.configNames().contains(key);
    }

    private static String withoutClient(String key) {
        for (String client : List.of(CONSUMER, PRODUCER, ADMIN)) {
            if (key.startsWith(client)) {
                return key.substring(client.length());
            }
        }
        return key;
    }

    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", groupId=" + groupId + "]";
    }
}
