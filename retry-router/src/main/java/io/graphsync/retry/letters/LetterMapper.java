package io.graphsync.retry.letters;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.Redrive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads letters out of records: our own, Spring's, and Kafka Connect's. Nothing in them is trusted to be there. Pure. */
final class LetterMapper {
    static final String SPRING = "kafka_dlt-";
    static final String CONNECT = "__connect.errors.";
    private static final String UNTOLD = "graphsync.unknown-reason";

    private LetterMapper() {}

    /** Maps a record that has a value. */
    static Letter map(ConsumerRecord<byte[], ?> record) {
        Map<String, String> headers = texts(record.headers());
        if (headers.containsKey(FailureHeaders.KIND)) {
            return own(record, headers);
        }
        if (headers.containsKey(SPRING + "original-topic")) {
            return spring(record, headers);
        }
        if (headers.keySet().stream().anyMatch(name -> name.startsWith(CONNECT))) {
            return connect(record, headers);
        }
        return letter(
                record,
                headers,
                headers.containsKey(EventHeaders.ID) ? Letter.Format.GRAPHSYNC : Letter.Format.UNKNOWN,
                Optional.empty(),
                UNTOLD,
                "the record does not tell how it failed",
                new Letter.Origin("unknown", Optional.empty(), Optional.empty()));
    }

    private static Letter own(ConsumerRecord<byte[], ?> record, Map<String, String> headers) {
        Optional<Failure> failure = FailureHeaders.decode(headers);
        return letter(
                record,
                headers,
                Letter.Format.GRAPHSYNC,
                failure,
                failure.map(Failure::code).orElse(UNTOLD),
                failure.map(Failure::message).orElse("the headers of the failure are malformed"),
                new Letter.Origin(failure.map(Failure::origin).orElse("unknown"), Optional.empty(), Optional.empty()));
    }

    private static Letter spring(ConsumerRecord<byte[], ?> record, Map<String, String> headers) {
        Optional<Integer> partition = number(record, SPRING + "original-partition", Integer.BYTES, ByteBuffer::getInt);
        Optional<Long> offset = number(record, SPRING + "original-offset", Long.BYTES, ByteBuffer::getLong);
        String topic = headers.getOrDefault(SPRING + "original-topic", "");
        return letter(
                record,
                headers,
                Letter.Format.SPRING,
                Optional.empty(),
                first(
                        headers,
                        SPRING + "exception-cause-fqcn",
                        SPRING + "exception-fqcn",
                        SPRING + "key-exception-fqcn"),
                headers.getOrDefault(SPRING + "exception-message", ""),
                origin(topic, partition, offset));
    }

    private static Letter connect(ConsumerRecord<byte[], ?> record, Map<String, String> headers) {
        String topic = headers.getOrDefault(CONNECT + "topic", "");
        String task = headers.getOrDefault(CONNECT + "connector.name", "") + "-"
                + headers.getOrDefault(CONNECT + "task.id", "");
        return letter(
                record,
                headers,
                Letter.Format.CONNECT,
                Optional.empty(),
                first(headers, CONNECT + "exception.class.name", CONNECT + "stage"),
                task + " " + headers.getOrDefault(CONNECT + "stage", "") + ": "
                        + headers.getOrDefault(CONNECT + "exception.message", ""),
                origin(
                        topic,
                        text(headers, CONNECT + "partition", Integer::valueOf),
                        text(headers, CONNECT + "offset", Long::valueOf)));
    }

    private static Letter letter(
            ConsumerRecord<byte[], ?> record,
            Map<String, String> headers,
            Letter.Format format,
            Optional<Failure> failure,
            String reason,
            String cause,
            Letter.Origin origin) {
        Position position = new Position(record.topic(), record.partition(), record.offset());
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        boolean named = format == Letter.Format.GRAPHSYNC && !key.isEmpty();
        return new Letter(
                named ? key : position.toString(),
                key,
                format,
                position,
                Optional.ofNullable(headers.get(EventHeaders.TYPE)).or(origin::topic),
                Optional.ofNullable(headers.get(EventHeaders.ENTITY_ID)),
                text(headers, EventHeaders.SEQ, Long::valueOf),
                text(headers, EventHeaders.COMMITTED_AT, Instant::parse),
                reason,
                cause,
                failure.map(Failure::attempts).orElse(0),
                failure.map(Failure::firstFailedAt),
                failure.map(Failure::lastFailedAt).orElse(Instant.ofEpochMilli(Math.max(0, record.timestamp()))),
                origin,
                Redrive.of(headers),
                Math.max(0, record.serializedValueSize()));
    }

    private static Letter.Origin origin(String topic, Optional<Integer> partition, Optional<Long> offset) {
        String text = topic
                + partition.map(number -> "-" + number).orElse("")
                + offset.map(number -> "@" + number).orElse("");
        return new Letter.Origin(
                topic.isEmpty() ? "unknown" : text, Optional.of(topic).filter(name -> !name.isEmpty()), partition);
    }

    private static String first(Map<String, String> headers, String... names) {
        for (String name : names) {
            String value = headers.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return UNTOLD;
    }

    /** Spring writes numbers as big-endian bytes. */
    private static <T> Optional<T> number(
            ConsumerRecord<byte[], ?> record, String name, int bytes, Function<ByteBuffer, T> reader) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null || header.value().length != bytes
                ? Optional.empty()
                : Optional.of(reader.apply(ByteBuffer.wrap(header.value())));
    }

    private static <T> Optional<T> text(Map<String, String> headers, String name, Function<String, T> parser) {
        try {
            @Nullable String value = headers.get(name);
            return value == null ? Optional.empty() : Optional.of(parser.apply(value));
        } catch (NumberFormatException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** Returns headers as text; of several with one name the last counts. */
    static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
