package io.graphsync.console.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.outbox.event.Redrive;
import io.graphsync.retry.letters.Letter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Letters as JSON. Pure. */
final class LetterJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LetterJson() {}

    /** Returns a document of a command's own format. */
    static ObjectNode document(String command) {
        return JSON.createObjectNode().put("format", "graphsync." + command + "/1");
    }

    static ObjectNode of(Letter letter) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", letter.id())
                .put("state", letter.inFlight() ? "in_flight" : "open")
                .put("written_by", letter.format().name().toLowerCase(Locale.ROOT))
                .put("position", letter.position().toString())
                .put("key", letter.key());
        letter.eventType().ifPresent(value -> node.put("event_type", value));
        letter.entityId().ifPresent(value -> node.put("entity_id", value));
        letter.seq().ifPresent(value -> node.put("seq", value));
        letter.committedAt().ifPresent(at -> node.put("committed_at", at.toString()));
        node.put("reason", letter.reason()).put("cause", letter.cause()).put("attempts", letter.attempts());
        letter.firstFailedAt().ifPresent(at -> node.put("first_failed_at", at.toString()));
        node.put("last_failed_at", letter.lastFailedAt().toString())
                .put("origin", letter.origin().text())
                .put("redrives", letter.redrives());
        letter.redrive().map(Redrive::at).ifPresent(at -> node.put("redriven_at", at.toString()));
        return node.put("payload_bytes", letter.payloadBytes());
    }

    /** Adds a payload: as text where it is text, else in Base64. */
    static void addPayload(ObjectNode node, byte[] payload) {
        text(payload)
                .ifPresentOrElse(
                        text -> node.put("payload", text),
                        () -> node.put("payload_base64", Base64.getEncoder().encodeToString(payload)));
    }

    static Optional<String> text(byte[] payload) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    static String line(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
