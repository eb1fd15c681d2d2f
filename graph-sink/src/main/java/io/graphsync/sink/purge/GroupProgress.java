package io.graphsync.sink.purge;

import io.graphsync.sink.outage.StopSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Asks Kafka whether all sinks together have read the event topics to the end. */
public final class GroupProgress {
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofMillis(500);

    private final Map<String, Object> admin;
    private final String groupId;
    private final List<String> topics;

    /**
     * Makes a question.
     *
     * @param admin settings of the client that asks
     * @param topics the event topics
     */
    public GroupProgress(Map<String, Object> admin, String groupId, Collection<String> topics) {
        this.admin = Map.copyOf(admin);
        this.groupId = groupId;
        this.topics = List.copyOf(topics);
    }

    /** The topics grow while the group follows them, so their ends of one moment count. */
    boolean hasKeptUp(StopSignal stop) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        Admin client = Admin.create(admin);
        try {
            Map<TopicPartition, Long> ends = ends(client);
            while (!hasReached(client, ends)) {
                if (System.nanoTime() > deadline || stop.await(REST)) {
                    return false;
                }
            }
            return true;
        } finally {
            client.close(CLOSE_DEADLINE);
        }
    }

    /**
     * Returns where the partitions end now, those that hold nothing left out.
     *
     * @throws ExecutionException if the broker does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    public Map<TopicPartition, Long> ends(Admin client) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        for (TopicDescription topic :
                client.describeTopics(topics).allTopicNames().get().values()) {
            for (TopicPartitionInfo info : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), info.partition());
                latest.put(partition, OffsetSpec.latest());
                earliest.put(partition, OffsetSpec.earliest());
            }
        }
        Map<TopicPartition, ListOffsetsResultInfo> begins =
                client.listOffsets(earliest).all().get();
        Map<TopicPartition, Long> ends = new HashMap<>();
        client.listOffsets(latest).all().get().forEach((partition, end) -> {
            ListOffsetsResultInfo begin = begins.get(partition);
            if (begin == null || end.offset() > begin.offset()) {
                ends.put(partition, end.offset());
            }
        });
        return ends;
    }

    /**
     * Returns whether the group has committed these offsets.
     *
     * @throws ExecutionException if the broker does not answer
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean hasReached(Admin client, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = client.listConsumerGroupOffsets(groupId)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return offset != null && offset.offset() >= end.getValue();
        });
    }
}
