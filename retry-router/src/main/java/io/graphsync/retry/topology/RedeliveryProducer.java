package io.graphsync.retry.topology;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's producer, with two differences. It is closed within seconds: Kafka's closes only when its transaction has ended,
 * and after a commit that timed out that may be never. A stream thread that died would wait for it, as a member of the
 * group all the while, and the thread in its place would get nothing to do for five minutes.
 *
 * <p>And what is not answered in time ends the stream thread. Of a timeout Streams would make a corrupted task: it empties the
 * stores, goes on with the same producer, and takes what that one still gets acknowledged for the contents of the stores. A
 * thread in its place waits for its offsets until the brokers have ended the transaction, and fills the stores only then.
 */
final class RedeliveryProducer extends KafkaProducer<byte[], byte[]> {
    /** What is open then is aborted by Kafka after the transaction's timeout, and done again. */
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    RedeliveryProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Kafka throws nothing here that may be retried: it goes to the callback. */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        return super.send(record, callback == null ? null : (metadata, e) -> callback.onCompletion(metadata, told(e)));
    }

    private static @Nullable Exception told(@Nullable Exception e) {
        return e instanceof RetriableException ? new UnansweredException("a record", e) : e;
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        requireAnswer("a transaction's offsets", () -> super.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    @Override
    public void commitTransaction() {
        requireAnswer("a commit", super::commitTransaction);
    }

    private static void requireAnswer(String what, Runnable request) {
        try {
            request.run();
        } catch (RetriableException e) {
            throw new UnansweredException(what, e);
        }
    }

    @Override
    public void close() {
        close(CLOSE_DEADLINE);
    }
}
