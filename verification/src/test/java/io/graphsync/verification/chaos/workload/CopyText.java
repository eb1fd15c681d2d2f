package io.graphsync.verification.chaos.workload;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The lines that a COPY of conversations and of their events sends. Pure. */
final class CopyText {
    static final String CONVERSATIONS =
            "COPY conversations (id, user_id, title, topic, sub_topic, created_at, updated_at)" + " FROM STDIN";
    static final String EVENTS = "COPY graph_outbox (event_type, entity_id, payload) FROM STDIN";

    private static final String AT = "2026-01-02T03:04:05.678901Z";

    private CopyText() {}

    static byte[] conversations(Change.CopyIn copy) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < copy.conversations(); i++) {
            lines.append(String.join(
                            "\t", id(copy, i).toString(), copy.user().toString(), "Copied " + i, "copied", "", AT, AT))
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] events(Change.CopyIn copy) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < copy.conversations(); i++) {
            String payload = "{\"user_id\": \"" + copy.user() + "\", \"conversation_id\": \"" + id(copy, i)
                    + "\", \"title\": \"Copied " + i
                    + "\", \"topic\": \"copied\", \"sub_topic\": \"\", \"updated_at\": \""
                    + AT + "\"}";
            lines.append(String.join("\t", "conversation_upsert", id(copy, i).toString(), payload))
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static UUID id(Change.CopyIn copy, int number) {
        return UUID.nameUUIDFromBytes((copy.batch() + "/" + number).getBytes(StandardCharsets.UTF_8));
    }
}
