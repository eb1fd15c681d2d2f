package io.graphsync.sink.consume;

import io.graphsync.sink.purge.PurgeSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What the loop is run with.
 *
 * @param bootstrapServers where Kafka is, for messages
 * @param consumer settings of the consumer, complete
 * @param producer settings of the producer to the retry topic, complete
 * @param admin settings of the client that looks whether the topics are there
 * @param topics the topics to read
 * @param route the topics between the sink and the router
 * @param limits of one batch
 * @param maxBufferedBytes of all records that wait, beyond which no more are fetched
 * @param writers how many batches are written at the same time
 * @param purge how tombstones are purged
 * @param attempts how often a batch that fails for a passing reason is tried before it is halved
 * @param drainTimeout how long a stop or a revocation waits for the batches in flight
 */
public record ConsumeSettings(
        String bootstrapServers,
        Map<String, Object> consumer,
        Map<String, Object> producer,
        Map<String, Object> admin,
        List<String> topics,
        RetryRoute route,
        BatchLimits limits,
        long maxBufferedBytes,
        int writers,
        PurgeSettings purge,
        int attempts,
        Duration drainTimeout) {
    /** Copies the collections. */
    public ConsumeSettings {
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
        admin = Map.copyOf(admin);
        topics = List.copyOf(topics);
    }

    /** Returns the topics that hold the events themselves, sorted. */
    List<String> eventTopics() {
        return topics.stream()
                .filter(topic -> !topic.equals(route.redelivered()))
                .sorted()
                .toList();
    }

    /** Returns the consumer group. */
    String groupId() {
        return String.valueOf(consumer.get(ConsumerConfig.GROUP_ID_CONFIG));
    }
}
