package io.graphsync.sink.consume;

import io.graphsync.sink.purge.PurgeSettings;
import java.time.Duration;
import java.util.HashMap;
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
 * @param silent whether nobody is told what failed, and what has passed: so a second graph is written beside the one whose
 *     sinks have a word in the pipeline
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
        Duration drainTimeout,
        boolean silent) {
    /** Copies the collections. */
    public ConsumeSettings {
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
        admin = Map.copyOf(admin);
        topics = List.copyOf(topics);
    }

    /** Returns the same for a silent sink of another group. */
    public ConsumeSettings silentlyAs(String groupId) {
        Map<String, Object> own = new HashMap<>(consumer);
        own.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        own.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new ConsumeSettings(
                bootstrapServers,
                own,
                producer,
                admin,
                topics,
                route,
                limits,
                maxBufferedBytes,
                writers,
                purge,
                attempts,
                drainTimeout,
                true);
    }

    /** Returns the topics that hold the events themselves, sorted. */
    List<String> eventTopics() {
        return topics.stream()
                .filter(topic -> !topic.equals(route.redelivered()))
                .sorted()
                .toList();
    }

    /** Returns the consumer group. */
    public String groupId() {
        return String.valueOf(consumer.get(ConsumerConfig.GROUP_ID_CONFIG));
    }
}
