package io.graphsync.retry.topology;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.progress.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/** Makes records as a sink sends them to the retry topic. */
public final class FailedRecord {
    static final String PAYLOAD = "{\"title\":\"d\u00e9j\u00e0 vu\"}";

    private FailedRecord() {}

    static TestRecord<byte[], byte[]> of(UUID id, int attempts, Failure.Kind kind) {
        return new TestRecord<>(bytes(id.toString()), bytes(PAYLOAD), headers(id, failure(attempts, kind)));
    }

    static TestRecord<byte[], byte[]> control(Outcome outcome) {
        Headers headers = new RecordHeaders();
        outcome.headers().forEach((name, value) -> headers.add(name, bytes(value)));
        return new TestRecord<>(bytes(outcome.eventId().toString()), bytes("{}"), headers);
    }

    static Failure failure(int attempts, Failure.Kind kind) {
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        return new Failure(
                Failure.Stage.SINK,
                kind,
                "Neo.TransientError.Transaction.LockClientStopped",
                "attempt " + attempts,
                attempts,
                at.minusSeconds(10),
                at,
                "graphsync.events.conversation-0@5");
    }

    static Headers headers(UUID id, Failure failure) {
        OutboxEvent event = new OutboxEvent(
                id,
                "conversation_upsert",
                new UUID(7, 7),
                42,
                1,
                Instant.parse("2026-03-01T11:00:00Z"),
                OptionalLong.empty(),
                Optional.empty(),
                PAYLOAD);
        Headers headers = new RecordHeaders();
        EventHeaders.encode(event).forEach((name, value) -> headers.add(name, bytes(value)));
        FailureHeaders.encode(failure).forEach((name, value) -> headers.add(name, bytes(value)));
        return headers;
    }

    static Map<String, String> texts(TestRecord<byte[], byte[]> record) {
        return HeaderText.read(record.headers());
    }

    static String header(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "absent" : new String(header.value(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
