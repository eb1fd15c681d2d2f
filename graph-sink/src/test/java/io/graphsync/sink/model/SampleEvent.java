package io.graphsync.sink.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.MappedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as a test writes it.
 *
 * @param type the event type
 * @param seq the element's version
 * @param payload the payload's fields; absent ones are not in the map, null ones are {@link Optional#empty()}
 */
public record SampleEvent(String type, long seq, Map<String, Object> payload) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** Copies the payload. */
    public SampleEvent {
        payload = Map.copyOf(payload);
    }

    /** The time that an event of this version carries: it differs from version to version. */
    public static String time(long seq) {
        return BEGIN.plusSeconds(seq).plusNanos(seq * 1_000).toString();
    }

    public static SampleEvent conversation(
            long seq,
            String id,
            @Nullable String user,
            @Nullable String title,
            @Nullable String topic,
            @Nullable String sub) {
        Map<String, Object> payload = new HashMap<>();
        payload.put("conversation_id", id);
        payload.put("user_id", Optional.ofNullable(user));
        payload.put("title", Optional.ofNullable(title));
        payload.put("topic", Optional.ofNullable(topic));
        payload.put("sub_topic", Optional.ofNullable(sub));
        payload.put("updated_at", time(seq));
        return new SampleEvent("conversation_upsert", seq, payload);
    }

    public static SampleEvent conversationDelete(long seq, String id) {
        return new SampleEvent("conversation_delete", seq, Map.of("conversation_id", id, "deleted_at", time(seq)));
    }

    public static SampleEvent message(long seq, String id, String conversation, String type) {
        return new SampleEvent(
                "message_upsert",
                seq,
                Map.of(
                        "message_id",
                        id,
                        "conversation_id",
                        conversation,
                        "message_type",
                        type,
                        "created_at",
                        time(seq)));
    }

    public static SampleEvent messageDelete(long seq, String id, String conversation) {
        return new SampleEvent(
                "message_delete",
                seq,
                Map.of("message_id", id, "conversation_id", conversation, "deleted_at", time(seq)));
    }

    public static SampleEvent feedback(long seq, String user, String message, String type, @Nullable Number score) {
        return new SampleEvent(
                "feedback",
                seq,
                Map.of(
                        "user_id", user,
                        "message_id", message,
                        "feedback_type", type,
                        "score", Optional.ofNullable(score),
                        "at", time(seq)));
    }

    public static SampleEvent feedbackDelete(long seq, String user, String message) {
        return new SampleEvent(
                "feedback_delete", seq, Map.of("user_id", user, "message_id", message, "deleted_at", time(seq)));
    }

    /** Returns a field's text, null where it is absent or null. */
    @Nullable
    String text(String field) {
        Object value = payload.get(field);
        if (value instanceof Optional<?> optional) {
            return optional.map(Object::toString).orElse(null);
        }
        return value == null ? null : value.toString();
    }

    /** Returns the text of a field that is always there. */
    String id(String field) {
        return Objects.requireNonNull(text(field), field);
    }

    /** Returns the record's value. */
    public String json() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        payload.forEach((name, value) ->
                fields.put(name, value instanceof Optional<?> optional ? optional.orElse(null) : value));
        return JSON.valueToTree(fields).toString();
    }

    /** Returns what a mapper makes of it, which takes it. */
    public MappedEvent mapped() {
        EventMapper.Mapping mapping = BuiltInTypes.MAPPER.map(headers(), json().getBytes(StandardCharsets.UTF_8));
        return ((EventMapper.Mapping.Mapped) mapping).event();
    }

    /** Returns the record's headers; the event's id depends on its version alone, so that a duplicate is one. */
    public Map<String, String> headers() {
        return headers(Instant.now());
    }

    /** Returns the record's headers with this time of commit. */
    public Map<String, String> headers(Instant committedAt) {
        UUID id = UUID.nameUUIDFromBytes((type + seq).getBytes(StandardCharsets.UTF_8));
        return EventHeaders.encode(
                new OutboxEvent(id, type, id, seq, 1, committedAt, OptionalLong.empty(), Optional.empty(), json()));
    }
}
