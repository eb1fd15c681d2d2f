package io.graphsync.sink.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.sink.verify.Difference.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state in which the graph should have an element, by its row or by its newest event. */
final class ExpectedState {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ExpectedState() {}

    /** Maps a row that {@link RowStatements} asked for. */
    static ElementState ofRow(Subject subject, ResultSet row) throws SQLException {
        String id = row.getString("id");
        return switch (subject) {
            case CONVERSATION ->
                conversation(
                        id,
                        row.getString("owner"),
                        row.getString("title"),
                        row.getString("topic"),
                        row.getString("sub_topic"),
                        instant(row, "updated_at"));
            case MESSAGE ->
                message(
                        id,
                        row.getString("conversation_id"),
                        row.getString("message_type"),
                        instant(row, "created_at"));
            case FEEDBACK -> {
                double score = row.getDouble("score");
                boolean unscored = row.wasNull();
                yield feedback(
                        id,
                        row.getString("by_user"),
                        row.getString("feedback_type"),
                        unscored ? null : score,
                        instant(row, "at"));
            }
            case USER, TOPIC, SUB_TOPIC, HAS_SUBTOPIC -> throw new IllegalArgumentException(subject + " has no rows");
        };
    }

    /** Maps the payload of an event; empty where it does not tell a whole state. */
    static Optional<ElementState> ofPayload(Subject subject, ElementState.Key key, String payload) {
        try {
            JsonNode event = JSON.readTree(payload);
            return Optional.of(
                    switch (subject) {
                        case CONVERSATION ->
                            conversation(
                                    key.id(),
                                    text(event, "user_id"),
                                    text(event, "title"),
                                    text(event, "topic"),
                                    text(event, "sub_topic"),
                                    instant(event, "updated_at"));
                        case MESSAGE ->
                            message(
                                    key.id(),
                                    text(event, "conversation_id"),
                                    text(event, "message_type"),
                                    instant(event, "created_at"));
                        case FEEDBACK ->
                            feedback(
                                    key.id(),
                                    key.user(),
                                    text(event, "feedback_type"),
                                    event.path("score").isNumber()
                                            ? event.path("score").doubleValue()
                                            : null,
                                    instant(event, "at"));
                        case USER, TOPIC, SUB_TOPIC, HAS_SUBTOPIC ->
                            throw new IllegalArgumentException(subject + " has no events");
                    });
        } catch (JsonProcessingException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static ElementState conversation(
            String id,
            @Nullable String owner,
            @Nullable String title,
            @Nullable String topic,
            @Nullable String subTopic,
            Instant updatedAt) {
        Map<String, Object> properties = new HashMap<>();
        putText(properties, "title", title);
        properties.put("owners", list(owner));
        properties.put("topics", topics(topic, subTopic));
        properties.put("updated_at", updatedAt);
        properties.put("known", true);
        return new ElementState(new ElementState.Key(id, ""), properties);
    }

    private static ElementState message(
            String id, @Nullable String conversation, @Nullable String type, Instant createdAt) {
        Map<String, Object> properties = new HashMap<>();
        putText(properties, "type", type);
        properties.put("conversations", list(conversation));
        properties.put("created_at", createdAt);
        properties.put("known", true);
        return new ElementState(new ElementState.Key(id, ""), properties);
    }

    private static ElementState feedback(
            String message, String user, @Nullable String type, @Nullable Double score, Instant at) {
        Map<String, Object> properties = new HashMap<>();
        putText(properties, "type", type);
        if (score != null) {
            properties.put("score", score);
        }
        properties.put("at", at);
        return new ElementState(new ElementState.Key(message, user), properties);
    }

    private static List<List<String>> topics(@Nullable String topic, @Nullable String subTopic) {
        if (topic == null || topic.isEmpty()) {
            return List.of();
        }
        return List.of(subTopic == null || subTopic.isEmpty() ? List.of(topic) : List.of(topic, subTopic));
    }

    private static void putText(Map<String, Object> properties, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            properties.put(name, text);
        }
    }

    private static List<String> list(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static @Nullable String text(JsonNode event, String field) {
        return event.path(field).isTextual() ? event.path(field).textValue() : null;
    }

    private static Instant instant(JsonNode event, String field) {
        return Instant.parse(event.path(field).asText()).truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? Instant.MIN : time.toInstant().truncatedTo(ChronoUnit.MICROS);
    }
}
