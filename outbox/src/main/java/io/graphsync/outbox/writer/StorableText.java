package io.graphsync.outbox.writer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.InvalidEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Finds what JSON may hold and PostgreSQL's {@code jsonb} may not: U+0000 and surrogates without their other half. The
 * server's error would name no field and end the transaction; the driver would even write a question mark for a
 * surrogate that is not escaped.
 */
final class StorableText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StorableText() {}

    /**
     * Checks a payload.
     *
     * @param payload a JSON object
     * @throws InvalidEventException naming every field that can't be stored
     */
    static void require(String payload) throws InvalidEventException {
        // Both can only come as an escape, or as what it stands for: the second parse is for the few texts that have
        // one.
        if (!payload.contains("\\u") && firstUnstorable(payload).isEmpty()) {
            return;
        }
        List<FieldProblem> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : parse(payload).properties()) {
            firstUnstorable(field.getKey())
                    .ifPresent(c -> problems.add(new FieldProblem("payload", text(c) + ", in the name of a field")));
            firstUnstorable(field.getValue()).ifPresent(c -> problems.add(new FieldProblem(field.getKey(), text(c))));
        }
        if (!problems.isEmpty()) {
            throw new InvalidEventException(problems);
        }
    }

    private static String text(int codePoint) {
        return String.format("holds U+%04X, which PostgreSQL cannot store", codePoint);
    }

    private static JsonNode parse(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("only payloads that were parsed before are checked", e);
        }
    }

    private static OptionalInt firstUnstorable(JsonNode node) {
        if (node.isTextual()) {
            return firstUnstorable(node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            OptionalInt inName = firstUnstorable(field.getKey());
            if (inName.isPresent()) {
                return inName;
            }
        }
        for (JsonNode child : node) {
            OptionalInt inside = firstUnstorable(child);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return OptionalInt.empty();
    }

    /** As code points, only the surrogates that have no other half are of the surrogates' range. */
    private static OptionalInt firstUnstorable(String text) {
        return text.codePoints()
                .filter(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .findFirst();
    }
}
