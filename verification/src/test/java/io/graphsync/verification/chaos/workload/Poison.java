package io.graphsync.verification.chaos.workload;

import java.util.UUID;

/** Rows that nobody can apply. The first two fail at the source, the others at the sink. */
enum Poison {
    UNKNOWN_TYPE("conversation_renamed", "{\"conversation_id\": \"%s\"}"),
    NO_IDENTITY("message_upsert", "{\"message_type\": \"user\", \"note\": \"%s\"}"),
    FIELD_MISSING("message_upsert", "{\"message_id\": \"%1$s\", \"conversation_id\": \"%1$s\"}"),
    NOT_A_TIME(
            "conversation_upsert",
            "{\"user_id\": null, \"conversation_id\": \"%s\", \"title\": \"x\", \"updated_at\": \"yesterday\"}"),
    NOT_A_KIND_OF_MESSAGE(
            "message_upsert",
            "{\"message_id\": \"%1$s\", \"conversation_id\": \"%1$s\", \"message_type\": \"'}) DETACH DELETE n //\","
                    + " \"created_at\": \"2026-01-01T00:00:00Z\"}"),
    NOT_AN_OBJECT("feedback", "[\"%s\"]");

    private final String eventType;
    private final String payload;

    Poison(String eventType, String payload) {
        this.eventType = eventType;
        this.payload = payload;
    }

    /** Makes such a row about an entity that nothing else is about. */
    Change.WritePoison row(UUID id, UUID entity) {
        return new Change.WritePoison(id, eventType, entity, String.format(payload, entity));
    }
}
