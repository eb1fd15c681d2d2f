package io.graphsync.sink.consume;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that a writer deals with in one go, and the wish that it goes on. */
interface Work {
    List<ConsumerRecord<byte[], byte[]>> records();

    /**
     * Waits.
     *
     * @throws AbandonedException if somebody does not wait for these records any more
     */
    void pause(Duration delay) throws AbandonedException;

    /** Thrown in a writer whose records nobody waits for any more: they will be delivered again. */
    final class AbandonedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
