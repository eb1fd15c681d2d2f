package io.graphsync.outbox.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.outbox.event.InvalidEventException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypeTest {
    private static final String CONVERSATION = "0a0b0c0d-0000-4000-8000-000000000001";
    private static final String MESSAGE = "0a0b0c0d-0000-4000-8000-000000000002";
    private final EventCatalog catalog = EventTypeReader.builtIn();

    @Test
    void a_valid_payload_gives_typed_values_in_their_canonical_form() throws InvalidEventException {
        Payload payload = type("conversation_upsert").validate("""
                        {"user_id": "u'1", "conversation_id": "0A0B0C0D-0000-4000-8000-000000000001", "title": null,
                         "topic": "", "updated_at": "2026-03-04T07:06:07.123456+02:00", "unknown": [1]}
                        """);

        assertThat(payload.values())
                .isEqualTo(Map.of(
                        "user_id",
                        "u'1",
                        "conversation_id",
                        CONVERSATION,
                        "topic",
                        "",
                        "updated_at",
                        OffsetDateTime.parse("2026-03-04T05:06:07.123456Z")));
    }

    @Test
    void a_time_beyond_the_last_year_is_rejected() {
        String last = "+999999999-12-31T23:59:59-18:00";

        assertThatThrownBy(() -> type("conversation_delete")
                        .validate("{\"conversation_id\": \"" + CONVERSATION + "\", \"deleted_at\": \"" + last + "\"}"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("deleted_at is not an ISO-8601 time");
    }

    @Test
    void every_wrong_field_is_named_at_once() {
        assertThatThrownBy(() -> type("message_upsert")
                        .validate("{\"message_id\": 7, \"message_type\": \"robot\", \"created_at\": \"infinity\"}"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("conversation_id is missing; message_id must be a uuid, not number;"
                        + " message_type must be one of [assistant, system, user], not 'robot';"
                        + " created_at is not an ISO-8601 time with an offset: 'infinity'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                    | payload must be a JSON object",
                "null                  | payload must be a JSON object",
                "7                     | payload must be a JSON object",
                "{\"user_id\"          | payload is not JSON: Unexpected end-of-input",
                "{} {}                 | payload is not JSON: Trailing token",
                "{\"a\": 1} x          | payload is not JSON",
            })
    void a_payload_that_is_no_object_is_rejected(String text, String message) {
        assertThatThrownBy(() -> type("feedback").validate(text))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.0, 1", "-2.5, -2.5", "null, null"})
    void a_score_is_a_whole_number_where_it_can_be(String score, String expected) throws InvalidEventException {
        Payload payload = type("feedback").validate(feedback("u", score));

        assertThat(payload.value("score").map(Object::toString).orElse("null")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1e999", "\"NaN\"", "99999999999999999999", "true"})
    void a_score_that_is_no_64_bit_number_is_rejected(String score) {
        assertThatThrownBy(() -> type("feedback").validate(feedback("u", score)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageStartingWith("score ");
    }

    @Test
    void an_empty_user_and_an_overlong_topic_are_rejected() {
        assertThatThrownBy(() -> type("feedback").validate(feedback("", "1"))).hasMessage("user_id must not be empty");
        assertThatThrownBy(() -> type("conversation_upsert")
                        .validate("{\"user_id\": null, \"conversation_id\": \"" + CONVERSATION + "\", \"topic\": \""
                                + "x".repeat(1001) + "\", \"updated_at\": \"2026-03-04T05:06:07Z\"}"))
                .hasMessage("topic has 1001 characters, at most 1000 are allowed");
    }

    @Test
    void the_key_is_the_identity_and_the_region_keeps_neighbours_together() throws InvalidEventException {
        EventType feedback = type("feedback");
        EventType message = type("message_upsert");
        Payload given = feedback.validate(feedback("u1", "1"));
        Payload sent = message.validate("{\"conversation_id\": \"" + CONVERSATION + "\", \"message_id\": \"" + MESSAGE
                + "\", \"message_type\": \"user\", \"created_at\": \"2026-03-04T05:06:07Z\"}");

        assertThat(feedback.key(given)).isEqualTo("u1:" + MESSAGE);
        assertThat(feedback.regionOf(given)).isEqualTo(MESSAGE);
        assertThat(message.key(sent)).isEqualTo(MESSAGE);
        assertThat(message.regionOf(sent)).isEqualTo(CONVERSATION);
    }

    @Test
    void a_delete_has_the_key_of_what_it_deletes() {
        for (String element : List.of("conversation", "message", "feedback")) {
            String upsert = element.equals("feedback") ? "feedback" : element + "_upsert";
            EventType delete = type(element + "_delete");

            assertThat(delete.identity()).isEqualTo(type(upsert).identity());
            assertThat(delete.region()).isEqualTo(type(upsert).region());
            assertThat(delete.topic()).isEqualTo(type(upsert).topic());
        }
    }

    @Test
    void identity_and_region_must_be_required_fields() {
        FieldRule optional = new FieldRule("id", FieldRule.Kind.UUID, FieldRule.Presence.OPTIONAL, 0, 40, Set.of());

        assertThatThrownBy(() -> new EventType("thing", "thing", List.of("id"), "id", List.of(optional), List.of()))
                .hasMessageContaining("thing: identity and region need required fields")
                .hasMessageContaining("[id]");
    }

    private EventType type(String name) {
        return catalog.find(name).orElseThrow();
    }

    private static String feedback(String user, String score) {
        return "{\"user_id\": \"" + user + "\", \"message_id\": \"" + MESSAGE
                + "\", \"feedback_type\": \"thumb\", \"score\": " + score + ", \"at\": \"2026-03-04T05:06:07Z\"}";
    }
}
