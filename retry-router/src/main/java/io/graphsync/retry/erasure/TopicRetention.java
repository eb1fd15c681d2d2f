package io.graphsync.retry.erasure;

import io.graphsync.retry.letters.LetterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * For how long Kafka keeps what was erased.
 *
 * @param compaction after which at the latest superseded records are removed; empty where the event topics set no bound
 * @param retry after which records of the retry topics expire; empty where they never do
 */
public record TopicRetention(Optional<Duration> compaction, Optional<Duration> retry) {
    /** Both unknown. */
    static final TopicRetention UNKNOWN = new TopicRetention(Optional.empty(), Optional.empty());

    /** Asks Kafka; a broker that does not tell leaves both empty. */
    public static TopicRetention of(ErasureSettings settings) throws InterruptedException {
        LetterSettings kafka = settings.kafka();
        List<String> events =
                settings.catalog().topics().stream().map(kafka.names()::events).toList();
        List<String> retry = List.of(kafka.names().retry(), kafka.names().retryDue());
        try (Admin admin = Admin.create(kafka.admin())) {
            return new TopicRetention(
                    longest(admin, events, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                    longest(admin, retry, TopicConfig.RETENTION_MS_CONFIG));
        } catch (ExecutionException untold) {
            return UNKNOWN;
        }
    }

    private static Optional<Duration> longest(Admin admin, Collection<String> topics, String setting)
            throws InterruptedException, ExecutionException {
        List<ConfigResource> resources = new ArrayList<>();
        topics.forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        Collection<Config> configs =
                admin.describeConfigs(resources).all().get().values();
        LongStream values = configs.stream().mapToLong(config -> millis(config.get(setting)));
        long longest = values.max().orElse(Long.MAX_VALUE);
        return longest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(longest));
    }

    /** Kafka writes "for ever" as -1, or as the largest number. */
    private static long millis(ConfigEntry entry) {
        long value = entry == null ? Long.MAX_VALUE : Long.parseLong(entry.value());
        return value < 0 ? Long.MAX_VALUE : value;
    }
}
