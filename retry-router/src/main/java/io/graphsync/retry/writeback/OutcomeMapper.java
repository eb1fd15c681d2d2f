package io.graphsync.retry.writeback;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Maps records of the dead-letter topic to what the rows shall show. Pure. */
final class OutcomeMapper {
    /** Most characters of {@code last_error}. */
    static final int MAX_ERROR_CHARS = 2_000;

    private OutcomeMapper() {}

    /** Returns the newest outcome of each event, in the order in which the events first came. */
    static List<OutboxOutcome> map(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        Map<UUID, OutboxOutcome> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            map(record).ifPresent(outcome -> newest.put(outcome.eventId(), outcome));
        }
        return List.copyOf(newest.values());
    }

    /** A letter whose key is no event id belongs to no row; one without a readable failure is written all the same. */
    private static Optional<OutboxOutcome> map(ConsumerRecord<byte[], byte[]> record) {
        return eventId(record.key())
                .map(id -> record.value() == null ? new OutboxOutcome.Closed(id) : deadLettered(id, record.headers()));
    }

    private static OutboxOutcome deadLettered(UUID id, Headers headers) {
        Optional<Failure> failure = FailureHeaders.decode(texts(headers));
        return new OutboxOutcome.DeadLettered(
                id,
                failure.map(Failure::attempts).orElse(0),
                failure.map(f -> storable(f.code() + ": " + f.message()))
                        .orElse("the dead letter does not tell how the event failed"));
    }

    private static Optional<UUID> eventId(byte[] key) {
        try {
            return key == null
                    ? Optional.empty()
                    : Optional.of(UUID.fromString(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** PostgreSQL's text takes neither U+0000 nor half of a surrogate pair, which a cut can leave. */
    private static String storable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .takeWhile(c -> out.length() + Character.charCount(c) <= MAX_ERROR_CHARS)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
