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

    /** Returns which control record this is, empty for an event. */
    public static Optional<Control> control(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(Control.HEADER) == null ? Optional.empty() : Control.of(of(record));
    }
}
