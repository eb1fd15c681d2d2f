package io.graphsync.retry.writeback;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.outbox.progress.ProgressCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Maps records of the retry topic and of the dead-letter topic to what they say of rows and progress. Pure. */
final class RecordMapper {
    /** Most characters of {@code last_error}. */
    static final int MAX_ERROR_CHARS = 2_000;

    private static final String UNTOLD = "the dead letter does not tell how the event failed";

    private RecordMapper() {}

    /** Maps a record of the retry topic; what is of no use here says nothing. */
    static Said ofRetry(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = texts(record.headers());
        Optional<Control> control = Control.of(headers);
        if (control.isEmpty()) {
            return failure(record, headers);
        }
        return switch (control.get()) {
            case PASSAGE ->
                Optional.ofNullable(record.value())
                        .flatMap(ProgressCodec::passage)
                        .<Said>map(passage -> new Said.Passed(record.partition(), passage))
                        .orElse(Said.NOTHING);
            case OUTCOME ->
                Outcome.of(headers)
                        .<Said>map(outcome -> new Said.Changed(new StatusChange(
                                outcome.eventId(),
                                outcome.attempts(),
                                RowStatus.DONE,
                                OptionalLong.empty(),
                                Optional.empty())))
                        .orElse(Said.NOTHING);
            case HEARTBEAT, UNKNOWN -> Said.NOTHING;
        };
    }

    /** The row of a failure that can't be read changes when its dead letter comes. */
    private static Said failure(ConsumerRecord<byte[], byte[]> record, Map<String, String> headers) {
        Optional<UUID> id = eventId(headers.get(EventHeaders.ID)).or(() -> eventId(text(record.key())));
        Optional<Failure> failure = FailureHeaders.decode(headers);
        if (id.isEmpty() || failure.isEmpty()) {
            return Said.NOTHING;
        }
        return new Said.Changed(new StatusChange(
                id.get(),
                failure.get().attempts(),
                RowStatus.PROCESSING,
                xid(headers),
                Optional.of(error(failure.get()))));
    }

    /** Maps a record of the dead-letter topic. A letter whose key is no event id belongs to no row. */
    static Said ofDeadLetters(ConsumerRecord<byte[], byte[]> record) {
        Optional<UUID> id = eventId(text(record.key()));
        if (id.isEmpty()) {
            return Said.NOTHING;
        }
        Map<String, String> headers = texts(record.headers());
        if (record.value() == null) {
            return attempts(headers)
                    .<Said>map(attempts -> new Said.Changed(new StatusChange(
                            id.get(), attempts, RowStatus.DONE, OptionalLong.empty(), Optional.empty())))
                    .orElse(new Said.Closed(id.get()));
        }
        Optional<Failure> failure = FailureHeaders.decode(headers);
        return new Said.Changed(new StatusChange(
                id.get(),
                failure.map(Failure::attempts).orElse(0),
                RowStatus.DEADLETTER,
                xid(headers),
                Optional.of(failure.map(RecordMapper::error).orElse(UNTOLD))));
    }

    private static Optional<Integer> attempts(Map<String, String> headers) {
        try {
            return Optional.of(Integer.valueOf(headers.getOrDefault(FailureHeaders.ATTEMPTS, "")));
        } catch (NumberFormatException absent) {
            return Optional.empty();
        }
    }

    private static OptionalLong xid(Map<String, String> headers) {
        try {
            return OptionalLong.of(Long.parseLong(headers.getOrDefault(EventHeaders.XID, "")));
        } catch (NumberFormatException absent) {
            return OptionalLong.empty();
        }
    }

    private static Optional<UUID> eventId(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static @Nullable String text(byte @Nullable [] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
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

    private static String error(Failure failure) {
        return storable(failure.code() + ": " + failure.message());
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
