package io.graphsync.retry.letters;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Writes records in transactions: all of one call, or none. Opens its producer with the first. One thread. */
public final class LetterWriter implements AutoCloseable {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final LetterSettings settings;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** Makes a writer; contacts nobody. */
    public LetterWriter(LetterSettings settings) {
        this.settings = settings;
    }

    /**
     * Writes records; returns when they are committed.
     *
     * @throws LettersException if they are not; none of them is seen by those who read committed records then, unless
     *     the commit's answer was lost
     */
    public void write(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            KafkaProducer<byte[], byte[]> open = producer == null ? open() : producer;
            producer = open;
            open.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                // The commit throws what any of the sends failed with.
                var unused = open.send(record);
            }
            open.commitTransaction();
        } catch (KafkaException e) {
            // What is open is aborted by the next command at once, or by Kafka after the transaction's timeout.
            close();
            throw failure(e);
        }
    }

    private KafkaProducer<byte[], byte[]> open() {
        KafkaProducer<byte[], byte[]> opened = new KafkaProducer<>(settings.producer());
        producer = opened;
        opened.initTransactions();
        return opened;
    }

    private LettersException failure(KafkaException cause) {
        if (isFenced(cause) || (cause.getCause() instanceof KafkaException inner && isFenced(inner))) {
            return new LettersException(
                    LettersException.Reason.REPLACED,
                    "another command that moves dead letters was started and took over; what this one had committed stays",
                    cause);
        }
        return new LettersException(
                LettersException.Reason.UNREACHABLE,
                "can't write to Kafka at " + settings.bootstrapServers() + ": " + cause.getMessage(),
                cause);
    }

    private static boolean isFenced(KafkaException e) {
        return e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(CLOSE_DEADLINE);
        }
    }
}
