package io.graphsync.source;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads all topics of one prefix from their beginning, events and control records apart. Used by one thread. */
final class TopicReader implements AutoCloseable {
    /** New topics are looked for in every so many polls. */
    private static final int POLLS_A_LOOK = 10;

    private final Pattern topics;
    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();
    private final List<ConsumerRecord<String, String>> controls = new ArrayList<>();
    private int polls;

    TopicReader(String bootstrapServers, String prefix) {
        this.topics = Pattern.compile(Pattern.quote(prefix) + "\\..*");
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        16 << 20,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        64 << 20,
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        1_000),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Waits until what was read so far satisfies the condition, and returns it. */
    List<ConsumerRecord<String, String>> await(
            Duration atMost, Predicate<List<ConsumerRecord<String, String>>> condition) {
        Awaitility.await("records")
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    poll();
                    return condition.test(records);
                });
        return List.copyOf(records);
    }

    /** The control records that were read so far. */
    List<ConsumerRecord<String, String>> controls() {
        return List.copyOf(controls);
    }

    /** The newest heartbeat of each partition, of what was read so far. */
    Map<String, Heartbeat> heartbeats() {
        Map<String, Heartbeat> newest = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> record : controls) {
            newest.put(record.topic() + "-" + record.partition(), heartbeat(record));
        }
        return newest;
    }

    static Heartbeat heartbeat(ConsumerRecord<String, String> record) {
        return ProgressCodec.heartbeat(record.value().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    /** Waits until events with all these ids were read, some maybe more than once, and returns all records. */
    List<ConsumerRecord<String, String>> awaitIds(Duration atMost, List<String> ids) {
        Set<String> missing = new TreeSet<>(ids);
        int[] seen = {0};
        try {
            return await(atMost, read -> {
                while (seen[0] < read.size()) {
                    missing.remove(header(read.get(seen[0]++), "graphsync.event.id"));
                }
                return missing.isEmpty();
            });
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(
                    missing.size() + " of " + ids.size() + " events are missing, such as "
                            + missing.stream().limit(5).toList(),
                    late);
        }
    }

    private void poll() {
        if (polls++ % POLLS_A_LOOK == 0) {
            Set<TopicPartition> assignment = new HashSet<>();
            consumer.listTopics(Duration.ofSeconds(30)).forEach((topic, partitions) -> {
                if (topics.matcher(topic).matches()) {
                    partitions.forEach(partition -> assignment.add(new TopicPartition(topic, partition.partition())));
                }
            });
            consumer.assign(assignment);
        }
        if (!consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(50))
                    .forEach(record -> (header(record, Control.HEADER).isEmpty() ? records : controls).add(record));
        }
    }

    static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    static Map<String, String> headers(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
