package io.graphsync.sink.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {
    private static final TopicPartition PARTITION = new TopicPartition("p.events.message", 0);

    @Test
    void a_commit_that_is_woken_up_while_it_looks_for_a_coordinator_is_repeated() {
        try (WokenConsumer consumer = new WokenConsumer()) {
            consumer.assign(List.of(PARTITION));
            OffsetCommitter committer = new OffsetCommitter(consumer);
            committer.add(new Batch(
                    PARTITION,
                    List.of(new ConsumerRecord<>(
                            PARTITION.topic(), PARTITION.partition(), 41, new byte[0], new byte[0])),
                    1));

            committer.commitSoon();
            committer.commitSoon();

            assertThat(consumer.committed(Set.of(PARTITION))).containsEntry(PARTITION, new OffsetAndMetadata(42, ""));
        }
    }

    /** Its first commit is interrupted by a writer that finishes. */
    private static final class WokenConsumer extends MockConsumer<byte[], byte[]> {
        private boolean woken;

        WokenConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
            if (!woken) {
                woken = true;
                throw new WakeupException();
            }
            super.commitAsync(offsets, callback);
        }
    }
}
