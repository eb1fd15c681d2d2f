package io.graphsync.retry.letters;

import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * A place in a topic.
 *
 * @param topic the topic's full name
 * @param partition its partition
 * @param offset the record's offset
 */
public record Position(String topic, int partition, long offset) {
    /** Checks that the topic is there. */
    public Position {
        Objects.requireNonNull(topic, "topic");
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
