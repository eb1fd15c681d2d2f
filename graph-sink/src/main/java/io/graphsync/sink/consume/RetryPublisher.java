package io.graphsync.sink.consume;

import io.graphsync.sink.consume.Work.AbandonedException;
import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.outage.OutageWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Sends failed events to the retry topic, again and again until the broker has acknowledged each. */
final class RetryPublisher implements BatchApplier.RetryTopic, AutoCloseable {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final OutageWatch outage;

    RetryPublisher(Producer<byte[], byte[]> producer, OutageWatch outage) {
        this.producer = producer;
        this.outage = outage;
    }

    @Override
    public void send(List<ProducerRecord<byte[], byte[]>> letters, Work work) throws AbandonedException {
        List<ProducerRecord<byte[], byte[]>> left = letters;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            left = sendOnce(left);
            if (!left.isEmpty()) {
                work.pause(BackoffPolicy.OUTAGE.delay(attempt, RandomGenerator.getDefault()));
            }
        }
        outage.succeeded();
    }

    /** Returns what is to be sent again. */
    private List<ProducerRecord<byte[], byte[]>> sendOnce(List<ProducerRecord<byte[], byte[]>> letters)
            throws AbandonedException {
        List<Future<RecordMetadata>> sent = letters.stream().map(producer::send).toList();
        List<ProducerRecord<byte[], byte[]>> left = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            try {
                sent.get(i).get();
            } catch (ExecutionException refused) {
                Throwable cause = refused.getCause() == null ? refused : refused.getCause();
                outage.failed(cause.getClass().getSimpleName(), cause.getMessage());
                left.add(cause instanceof RecordTooLargeException ? withoutPayload(letters.get(i)) : letters.get(i));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new AbandonedException();
            }
        }
        return left;
    }

    /** The event filled its topic's limit and the failure's headers went beyond it; the outbox row keeps the payload. */
    private static ProducerRecord<byte[], byte[]> withoutPayload(ProducerRecord<byte[], byte[]> letter) {
        return new ProducerRecord<>(letter.topic(), null, letter.key(), new byte[] {'{', '}'}, letter.headers());
    }

    @Override
    public void close() {
        producer.close(CLOSE_DEADLINE);
    }
}
