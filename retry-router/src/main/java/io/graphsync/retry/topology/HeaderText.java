package io.graphsync.retry.topology;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Kafka's headers as the contract's text. Bytes that are no UTF-8 become U+FFFD and fail the contract's own checks. */
final class HeaderText {
    private HeaderText() {}

    /** Returns the headers by name; of several with one name the last counts, one without a value is left out. */
    static Map<String, String> read(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** Sets headers, in place of all that had their names. */
    static void write(Headers headers, Map<String, String> texts) {
        texts.forEach((name, text) -> {
            headers.remove(name);
            headers.add(name, text.getBytes(StandardCharsets.UTF_8));
        });
    }
}
