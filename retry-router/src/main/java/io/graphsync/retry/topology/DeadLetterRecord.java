package io.graphsync.retry.topology;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.retry.policy.RetryDecision;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Makes the record of an open dead letter: the event as it came, and the failure that it tells of. */
final class DeadLetterRecord {
    /** What Kafka adds to the batch of a single record, generously. */
    private static final int BATCH_BYTES = 512;

    /** What Kafka adds to one header, at most. */
    private static final int HEADER_BYTES = 10;

    private static final byte[] NO_PAYLOAD = {};

    private DeadLetterRecord() {}

    /** Makes the record. It always has a value: one without would close the letter instead of opening it. */
    static Record<byte[], byte[]> of(Record<byte[], byte[]> failed, RetryDecision.DeadLetter letter, long now) {
        byte[] key = letter.key().getBytes(StandardCharsets.UTF_8);
        byte[] payload = failed.value() == null ? NO_PAYLOAD : failed.value();
        Headers headers = headers(failed.headers(), letter.failure());
        if (size(key, payload, headers) > TopicLayout.MAX_RECORD_BYTES) {
            headers = headers(failed.headers(), tooLarge(letter.failure()));
            payload = NO_PAYLOAD;
        }
        return new Record<>(key, payload, now, headers);
    }

    private static Headers headers(Headers own, Failure failure) {
        Headers headers = new RecordHeaders(own.toArray());
        HeaderText.write(headers, FailureHeaders.encode(failure));
        return headers;
    }

    private static long size(byte[] key, byte[] payload, Headers headers) {
        long bytes = (long) BATCH_BYTES + key.length + payload.length;
        for (Header header : headers) {
            bytes += (long) HEADER_BYTES
                    + header.key().getBytes(StandardCharsets.UTF_8).length
                    + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    private static Failure tooLarge(Failure before) {
        return new Failure(
                before.stage(),
                Failure.Kind.POISON,
                Failure.PAYLOAD_TOO_LARGE,
                "the payload leaves no room for the failure and stays in the outbox row alone; the failure before: "
                        + before.code() + ": " + before.message(),
                before.attempts(),
                before.firstFailedAt(),
                before.lastFailedAt(),
                before.origin());
    }
}
