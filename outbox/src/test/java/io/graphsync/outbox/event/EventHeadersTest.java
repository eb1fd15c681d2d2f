package io.graphsync.outbox.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventHeadersTest {
    private static final OutboxEvent EVENT = new OutboxEvent(
            UUID.fromString("3f1c6f2e-94a5-4b0e-a6c1-5c1c5d0f6a11"),
            "message_upsert",
            UUID.fromString("0a0b0c0d-0000-4000-8000-000000000001"),
            42,
            1,
            Instant.parse("2026-03-04T05:06:07.123456Z"),
            OptionalLong.of(745),
            Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            "{\"a\": 1}");

    @Test
    void an_event_survives_the_wire() throws InvalidEventException {
        Map<String, String> headers = EventHeaders.encode(EVENT);

        assertThat(EventHeaders.decode(headers, EVENT.payload())).isEqualTo(EVENT);
    }

    @Test
    void every_missing_or_malformed_header_is_named() {
        Map<String, String> headers = new HashMap<>(EventHeaders.encode(EVENT));
        headers.remove(EventHeaders.TYPE);
        headers.put(EventHeaders.SEQ, "0");
        headers.put(EventHeaders.COMMITTED_AT, "yester\u0007day");

        assertThatThrownBy(() -> EventHeaders.decode(headers, "{}"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("graphsync.event.type header is missing; graphsync.seq header is malformed: '0';"
                        + " graphsync.committed.at header is malformed: 'yester\\u0007day'");
    }

    @Test
    void unknown_headers_are_ignored() throws InvalidEventException {
        Map<String, String> headers = new HashMap<>(EventHeaders.encode(EVENT));
        headers.put("some.proxy", "x");

        assertThat(EventHeaders.decode(headers, EVENT.payload())).isEqualTo(EVENT);
    }

    @Test
    void a_failure_survives_the_wire_and_its_message_is_cut() {
        Failure failure = new Failure(
                Failure.Stage.SINK,
                Failure.Kind.TRANSIENT,
                "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
                "x".repeat(5_000),
                3,
                Instant.parse("2026-03-04T05:06:07Z"),
                Instant.parse("2026-03-04T05:06:09Z"),
                "graphsync.events.message-1@17");

        Optional<Failure> decoded = FailureHeaders.decode(FailureHeaders.encode(failure));

        assertThat(decoded).contains(failure);
        assertThat(failure.message()).hasSize(Failure.MAX_MESSAGE_CHARS).endsWith("…");
    }

    @Test
    void headers_that_tell_of_no_failure_or_of_a_malformed_one_give_none() {
        assertThat(FailureHeaders.decode(EventHeaders.encode(EVENT))).isEmpty();
        assertThat(FailureHeaders.decode(Map.of(FailureHeaders.KIND, "poison"))).isEmpty();
    }
}
