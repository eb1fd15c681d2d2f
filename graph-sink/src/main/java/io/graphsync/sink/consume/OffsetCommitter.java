package io.graphsync.sink.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of what is done. Touched by the loop alone. A commit that fails is repeated; one that never
 * succeeds only means that records are delivered again.
 */
final class OffsetCommitter {
    private static final Logger log = LoggerFactory.getLogger(OffsetCommitter.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();
    private boolean underWay;

    OffsetCommitter(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    void add(Batch done) {
        pending.put(done.partition(), done.next());
    }

    void forget(Collection<TopicPartition> partitions) {
        pending.keySet().removeAll(partitions);
    }

    /** Commits without waiting; offsets that come in meanwhile go with the next commit. */
    void commitSoon() {
        if (underWay || pending.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(pending);
        pending.clear();
        underWay = true;
        try {
            consumer.commitAsync(offsets, (committed, failure) -> {
                underWay = false;
                if (failure != null) {
                    repeat(offsets, failure);
                }
            });
        } catch (KafkaException notSent) {
            // While it looks for another coordinator, also this call can be woken up. What is wrong for good shows in a
            // poll.
            underWay = false;
            repeat(offsets, notSent);
        }
    }

    private void repeat(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        log.atDebug().setCause(failure).log("A commit of offsets failed and is repeated");
        offsets.forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                pending.putIfAbsent(partition, offset);
            }
        });
    }

    /** Commits and waits for the answer. */
    void commitNow(Duration deadline) {
        while (!pending.isEmpty()) {
            try {
                consumer.commitSync(Map.copyOf(pending), deadline);
                pending.clear();
            } catch (WakeupException finishedMeanwhile) {
                log.atDebug().log("A writer finished during a commit; committing again");
            } catch (KafkaException failure) {
                log.atWarn().setCause(failure).log("Offsets could not be committed; their records are delivered again");
                return;
            }
        }
    }
}
