package io.graphsync.source.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventTypeReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class EventRouterTest {
    private static final Instant COMMITTED = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final UUID ID = UUID.fromString("0199d1c4-0000-7000-8000-000000000001");
    private static final String CONVERSATION = "0199d1c4-0000-7000-8000-00000000000c";
    private static final String MESSAGE = "0199d1c4-0000-7000-8000-00000000000d";
    private static final String MESSAGE_PAYLOAD = "{\"message_id\": \"" + MESSAGE + "\", \"conversation_id\": \""
            + CONVERSATION + "\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\"}";

    private final EventRouter router = new EventRouter(
            EventTypeReader.builtIn(),
            new TopicNames("app"),
            Map.of("app.events.conversation", 4, "app.events.message", 7, "app.events.feedback", 4));

    @Test
    void an_event_goes_to_its_topic_by_identity_and_region() {
        Routed routed = router.route(fit("message_upsert", MESSAGE_PAYLOAD));

        ProducerRecord<byte[], byte[]> record = routed.record();
        assertThat(routed.poison()).isEmpty();
        assertThat(record.topic()).isEqualTo("app.events.message");
        assertThat(text(record.key())).isEqualTo(MESSAGE);
        assertThat(text(record.value())).isEqualTo(MESSAGE_PAYLOAD);
        assertThat(record.partition())
                .isEqualTo(Utils.toPositive(Utils.murmur2(CONVERSATION.getBytes(StandardCharsets.UTF_8))) % 7);
        assertThat(headers(record)).isEqualTo(EventHeaders.encode(event("message_upsert", MESSAGE_PAYLOAD)));
    }

    @Test
    void feedback_is_keyed_by_user_and_message() {
        String payload = "{\"user_id\": \"u1\", \"message_id\": \"" + MESSAGE
                + "\", \"feedback_type\": \"thumb\", \"score\": null, \"at\": \"2026-03-01T10:00:00Z\"}";

        Routed routed = router.route(fit("feedback", payload));

        assertThat(routed.record().topic()).isEqualTo("app.events.feedback");
        assertThat(text(routed.record().key())).isEqualTo("u1:" + MESSAGE);
    }

    @Test
    void an_unknown_type_goes_to_the_retry_topic_with_the_reason() {
        Routed routed = router.route(fit("robot_upsert", "{}"));

        Failure failure = failure(routed);
        assertThat(routed.poison()).contains(Failure.UNKNOWN_TYPE);
        assertThat(routed.record().topic()).isEqualTo("app.retry");
        assertThat(text(routed.record().key())).isEqualTo(ID.toString());
        assertThat(text(routed.record().value())).isEqualTo("{}");
        assertThat(failure.stage()).isEqualTo(Failure.Stage.SOURCE);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.POISON);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.origin()).isEqualTo("graph_outbox");
        assertThat(failure.firstFailedAt()).isEqualTo(COMMITTED);
        assertThat(failure.message()).contains("robot_upsert");
        assertThat(headers(routed.record())).containsEntry(EventHeaders.TYPE, "robot_upsert");
    }

    @Test
    void an_invalid_payload_goes_to_the_retry_topic_with_every_field_named() {
        Routed routed = router.route(fit("message_upsert", "{\"message_id\": 7, \"message_type\": \"user\"}"));

        assertThat(routed.poison()).contains(Failure.INVALID_EVENT);
        assertThat(failure(routed).message()).contains("message_id", "conversation_id", "created_at");
    }

    @Test
    void a_payload_that_is_no_object_goes_to_the_retry_topic() {
        Routed routed = router.route(fit("message_upsert", "[1, 2]"));

        assertThat(routed.poison()).contains(Failure.INVALID_EVENT);
        assertThat(failure(routed).message()).isEqualTo("payload must be a JSON object");
    }

    @Test
    void a_malformed_row_goes_to_the_retry_topic_with_its_columns_named() {
        OutboxRow row = new OutboxRow.Malformed(
                event("message_upsert", MESSAGE_PAYLOAD), List.of(new FieldProblem("seq", "must be positive, not 0")));

        Routed routed = router.route(row);

        assertThat(routed.poison()).contains(Failure.INVALID_EVENT);
        assertThat(failure(routed).message()).isEqualTo("seq must be positive, not 0");
    }

    @Test
    void a_payload_of_two_mebibytes_travels_whole() {
        String payload = conversation("x".repeat(2 << 20));

        Routed routed = router.route(fit("conversation_upsert", payload));

        assertThat(routed.poison()).isEmpty();
        assertThat(routed.record().value()).hasSize(payload.length());
    }

    @Test
    void what_is_larger_than_a_topic_takes_is_replaced_by_a_note_that_names_the_row() {
        Routed routed = router.route(fit("message_upsert", padded(9 << 20)));

        assertThat(routed.poison()).contains(Failure.PAYLOAD_TOO_LARGE);
        assertThat(text(routed.record().value())).contains(ID.toString(), "graph_outbox", "payload_bytes");
        assertThat(failure(routed).message()).contains(ID.toString());
    }

    @Test
    void an_invalid_payload_that_is_too_large_is_replaced_as_well() {
        Routed routed = router.route(fit("robot_upsert", "{\"a\": \"" + "x".repeat(9 << 20) + "\"}"));

        assertThat(routed.poison()).contains(Failure.PAYLOAD_TOO_LARGE);
        assertThat(routed.record().value().length).isLessThan(1_000);
    }

    @Test
    void a_payload_that_was_left_in_the_database_is_reported_with_its_size() {
        Routed routed = router.route(new OutboxRow.Oversized(event("message_upsert", ""), 123_456_789));

        assertThat(text(routed.record().value())).contains("\"payload_bytes\": 123456789");
    }

    @Test
    void no_header_of_a_failed_event_can_make_its_record_too_large() {
        OutboxEvent event = new OutboxEvent(
                ID,
                "x".repeat(9 << 20),
                ID,
                1,
                1,
                COMMITTED,
                OptionalLong.of(745),
                Optional.of("y".repeat(9 << 20)),
                "{}");

        Routed routed = router.route(new OutboxRow.Wellformed(event));

        long headerBytes = headers(routed.record()).values().stream()
                .mapToLong(String::length)
                .sum();
        assertThat(headerBytes).isLessThan(10_000);
    }

    @Test
    void a_trace_context_that_is_too_large_makes_an_event_too_large() {
        OutboxEvent event = new OutboxEvent(
                ID,
                "message_upsert",
                ID,
                1,
                1,
                COMMITTED,
                OptionalLong.of(745),
                Optional.of("y".repeat(9 << 20)),
                MESSAGE_PAYLOAD);

        assertThat(router.route(new OutboxRow.Wellformed(event)).poison()).contains(Failure.PAYLOAD_TOO_LARGE);
    }

    @Test
    void a_record_that_the_broker_refuses_for_its_size_is_replaced() {
        Routed refused = router.route(fit("message_upsert", MESSAGE_PAYLOAD));

        Routed smaller = router.tooLarge(refused);

        assertThat(smaller.poison()).contains(Failure.PAYLOAD_TOO_LARGE);
        assertThat(smaller.record().topic()).isEqualTo("app.retry");
        assertThat(failure(smaller).message()).contains(MESSAGE_PAYLOAD.length() + " bytes");
    }

    @Test
    void the_limit_is_that_of_the_topics() {
        int overhead = 2_000;

        assertThat(router.route(fit("message_upsert", padded(TopicLayout.MAX_RECORD_BYTES - overhead)))
                        .poison())
                .isEmpty();
        assertThat(router.route(fit("message_upsert", padded(TopicLayout.MAX_RECORD_BYTES)))
                        .poison())
                .contains(Failure.PAYLOAD_TOO_LARGE);
    }

    private static String conversation(String title) {
        return "{\"user_id\": null, \"conversation_id\": \"" + CONVERSATION + "\", \"title\": \"" + title
                + "\", \"updated_at\": \"2026-03-01T10:00:00Z\"}";
    }

    /** A valid payload of that many bytes: fields that no type declares are allowed. */
    private static String padded(int bytes) {
        String head = MESSAGE_PAYLOAD.substring(0, MESSAGE_PAYLOAD.length() - 1) + ", \"pad\": \"";
        return head + "x".repeat(bytes - head.length() - 2) + "\"}";
    }

    private static OutboxRow fit(String type, String payload) {
        return new OutboxRow.Wellformed(event(type, payload));
    }

    private static OutboxEvent event(String type, String payload) {
        return new OutboxEvent(
                ID,
                type,
                UUID.fromString(MESSAGE),
                42,
                1,
                COMMITTED,
                OptionalLong.of(745),
                Optional.of("00-a-b-01"),
                payload);
    }

    private static Failure failure(Routed routed) {
        return FailureHeaders.decode(headers(routed.record())).orElseThrow();
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
