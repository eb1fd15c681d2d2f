package io.graphsync.sink.rebuild;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * What stands in the event topics at one moment.
 *
 * @param begins the first offset of each partition
 * @param ends the offset behind the last record of each partition that is committed
 */
record TopicRange(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    TopicRange {
        begins = Map.copyOf(begins);
        ends = Map.copyOf(ends);
    }

    /**
     * Asks the broker.
     *
     * @throws ReplayException if a topic is missing
     */
    static TopicRange of(Consumer<byte[], byte[]> consumer, List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new ReplayException("the topic " + topic + " is not there: rebuild with --from postgres, or look"
                        + " whether topics.prefix and kafka.bootstrap.servers are right");
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return new TopicRange(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    /** Returns the same with other beginnings, where there are any: not before what is there, not behind the end. */
    TopicRange from(Map<TopicPartition, Long> others) {
        Map<TopicPartition, Long> later = new HashMap<>(begins);
        later.replaceAll((partition, begin) -> Math.clamp(
                others.getOrDefault(partition, begin), begin, Math.max(begin, ends.getOrDefault(partition, begin))));
        return new TopicRange(later, ends);
    }

    /** Returns how many offsets lie between begin and end; compaction may have left fewer records. */
    long size() {
        return sizes().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the same by topic. */
    Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        ends.forEach((partition, end) ->
                sizes.merge(partition.topic(), end - begins.getOrDefault(partition, 0L), Long::sum));
        return sizes;
    }
}
