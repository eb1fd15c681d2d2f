package io.graphsync.sink.consume;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records that carry failed events, and the outcomes of redelivered ones, to the retry topic. Pure. */
final class Letter {
    private Letter() {}

    /** Returns the word that a redelivered event ended well, for the partition in which its failures stand. */
    static ProducerRecord<byte[], byte[]> outcome(
            String topic, ConsumerRecord<byte[], byte[]> record, UUID eventId, Outcome.Result result) {
        int attempts = FailureHeaders.decode(RecordHeaders.of(record))
                .map(Failure::attempts)
                .orElse(1);
        ProducerRecord<byte[], byte[]> outcome =
                new ProducerRecord<>(topic, eventId.toString().getBytes(StandardCharsets.UTF_8), new byte[] {'{', '}'});
        new Outcome(eventId, result, attempts)
                .headers()
                .forEach((name, value) -> outcome.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return outcome;
    }

    /**
     * Returns the record for the retry topic: the value unchanged, the event's headers, and those of the failure. What
     * earlier deliveries told of it (attempts, first failure, origin) is carried on.
     */
    static ProducerRecord<byte[], byte[]> of(
            String topic,
            ConsumerRecord<byte[], byte[]> record,
            Failure.Kind kind,
            String code,
            String message,
            Instant now) {
        Map<String, String> headers = RecordHeaders.of(record);
        Optional<Failure> earlier = FailureHeaders.decode(headers);
        String here = record.topic() + "-" + record.partition() + "@" + record.offset();
        Failure failure = new Failure(
                Failure.Stage.SINK,
                kind,
                code,
                message,
                earlier.map(Failure::attempts).orElse(0) + 1,
                earlier.map(Failure::firstFailedAt).orElse(now),
                now,
                earlier.map(Failure::origin).orElse(here));
        headers.putAll(FailureHeaders.encode(failure));
        byte[] key = eventId(headers, here).toString().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(topic, key, record.value());
        headers.forEach((name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return letter;
    }

    /** An event whose id can't be read gets one that depends on its origin alone, so that it is the same every time. */
    private static UUID eventId(Map<String, String> headers, String origin) {
        String id = headers.get(EventHeaders.ID);
        if (id != null) {
            try {
                return UUID.fromString(id);
            } catch (IllegalArgumentException malformed) {
                // The headers tell of it.
            }
        }
        return UUID.nameUUIDFromBytes(origin.getBytes(StandardCharsets.UTF_8));
    }
}
