package io.graphsync.retry.topology;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.progress.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Makes the record that takes an event out of the set of open dead letters: no value, and why in its headers. */
final class ClosedLetter {
    private ClosedLetter() {}

    static Record<byte[], byte[]> of(Outcome outcome, long now) {
        String id = outcome.eventId().toString();
        Headers headers = new RecordHeaders();
        HeaderText.write(
                headers,
                Map.of(
                        EventHeaders.ID,
                        id,
                        Outcome.RESULT,
                        outcome.result().name().toLowerCase(Locale.ROOT),
                        FailureHeaders.ATTEMPTS,
                        Integer.toString(outcome.attempts())));
        return new Record<>(id.getBytes(StandardCharsets.UTF_8), null, now, headers);
    }
}
