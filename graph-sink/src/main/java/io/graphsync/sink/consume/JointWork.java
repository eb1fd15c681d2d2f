package io.graphsync.sink.consume;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Batches of several partitions, written in one transaction: where little waits in each partition, as under a steady
 * trickle or on a server that is still cold, the cost of a transaction is paid once for all of them.
 */
record JointWork(List<Batch> batches) implements Work {
    private static final Duration LOOK = Duration.ofMillis(20);

    JointWork {
        batches = List.copyOf(batches);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return batches.stream().flatMap(batch -> batch.records().stream()).toList();
    }

    @Override
    public void pause(Duration delay) throws AbandonedException {
        long end = System.nanoTime() + delay.toNanos();
        long left = delay.toNanos();
        do {
            for (Batch batch : batches) {
                batch.pause(Duration.ZERO);
            }
            batches.get(0).pause(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
            left = end - System.nanoTime();
        } while (left > 0);
    }
}
