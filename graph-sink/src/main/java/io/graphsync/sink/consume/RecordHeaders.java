package io.graphsync.sink.consume;

import io.graphsync.outbox.progress.Control;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads the headers of Kafka's records. Pure. */
public final class RecordHeaders {
    private RecordHeaders() {}

    /** Returns a record's headers as text; of several with one name the last counts. */
    public static Map<String, String> of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }

    /** Returns one of a record's headers as text; empty where it has none of that name. */
    public static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Returns which control record this is, empty for an event. */
    public static Optional<Control> control(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(Control.HEADER) == null ? Optional.empty() : Control.of(of(record));
    }
}
