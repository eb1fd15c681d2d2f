package io.graphsync.source.publish;

import io.graphsync.outbox.topic.TopicLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the source talks to Kafka.
 *
 * @param bootstrapServers comma-separated host:port pairs
 * @param overrides raw client settings of the operator; none of {@link #FIXED}
 */
public record PublisherSettings(String bootstrapServers, Map<String, String> overrides) {
    /** Room for what Kafka adds to the largest record. */
    private static final int REQUEST_SLACK_BYTES = 1 << 20;

    /** Settings that a promise rests on: order, nothing lost, no record given up while the broker is away. */
    private static final Map<String, String> PROMISED = Map.ofEntries(
            Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
            // More than one at a time, and a broker that turns the first away (no leader yet) may take the second: the
            // first is out of sequence from then on, and the partition stands still for ever (Kafka 4.3.1, new topics).
            Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1"),
            Map.entry(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE)),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE)),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000"),
            Map.entry(
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    Integer.toString(TopicLayout.MAX_RECORD_BYTES + REQUEST_SLACK_BYTES)),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()));

    private static final Map<String, String> DEFAULTS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG, "graphsync-source",
            ProducerConfig.LINGER_MS_CONFIG, "1",
            ProducerConfig.BATCH_SIZE_CONFIG, "131072",
            ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
            ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");

    /** Names of client settings that an operator can't change. */
    public static final Set<String> FIXED = fixed();

    /** Copies the overrides. */
    public PublisherSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        overrides = Map.copyOf(overrides);
    }

    /** Returns the settings of the producer. */
    Map<String, Object> producer() {
        Map<String, Object> settings = new LinkedHashMap<>(DEFAULTS);
        settings.putAll(shared());
        settings.putAll(PROMISED);
        return settings;
    }

    /** Returns the settings of an admin client. */
    public Map<String, String> admin() {
        return shared();
    }

    /** The operator's settings that are not meant for consumers alone, and the servers. */
    private Map<String, String> shared() {
        Map<String, String> settings = new LinkedHashMap<>();
        overrides.forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name)
                    || !ConsumerConfig.configNames().contains(name)) {
                settings.put(name, value);
            }
        });
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    private static Set<String> fixed() {
        Set<String> names = new java.util.TreeSet<>(PROMISED.keySet());
        names.add(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        names.add(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        names.add(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        return Set.copyOf(names);
    }
}
