package io.graphsync.retry.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
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
 * thread in its place has another producer, which ends the transaction before the stores are filled.
 */
final class RedeliveryProducer extends KafkaProducer<byte[], byte[]> {
    /** What is open then is aborted by Kafka after the transaction's timeout, and done again. */
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    RedeliveryProducer(Map<String, Object> config) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        try {
            return super.send(
                    record, callback == null ? null : (metadata, e) -> callback.onCompletion(metadata, told(e)));
        } catch (RetriableException e) {
            throw new UnansweredException("a record", e);
        }
    }

    private static @Nullable Exception told(@Nullable Exception e) {
        return e instanceof RetriableException ? new UnansweredException("a record", e) : e;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        try {
            return super.partitionsFor(topic);
        } catch (RetriableException e) {
            throw new UnansweredException("a question for a topic's partitions", e);
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        try {
            super.sendOffsetsToTransaction(offsets, groupMetadata);
        } catch (RetriableException e) {
            throw new UnansweredException("a transaction's offsets", e);
        }
    }

    @Override
    public void commitTransaction() {
        try {
            super.commitTransaction();
        } catch (RetriableException e) {
            throw new UnansweredException("a commit", e);
        }
    }

    @Override
    public void close() {
        close(CLOSE_DEADLINE);
    }
}
