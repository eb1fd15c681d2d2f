package io.graphsync.retry.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The records of the audit topic, as JSON. */
public final class AuditCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "graphsync.audit/1";

    private AuditCodec() {}

    /** Returns the record of one step of an operation. */
    public static byte[] encode(Operation operation, List<String> ids, Instant at) {
        ObjectNode root = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("at", at.toString())
                .put("operation", operation.id().toString())
                .put("who", operation.who())
                .put("command", operation.command())
                .put("topic", operation.topic())
                .put("note", operation.note())
                .put("count", ids.size());
        ObjectNode filter = root.putObject("filter");
        new TreeMap<>(operation.filter()).forEach(filter::put);
        var array = root.putArray("ids");
        ids.forEach(array::add);
        try {
            return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", impossible);
        }
    }

    /** Returns the ids of letters of a topic that a record says to be redriven; none if it says something else. */
    static List<String> redriven(byte[] value, String command, String topic) {
        List<String> ids = new ArrayList<>();
        try {
            JsonNode root = JSON.readTree(value);
            if (root != null
                    && command.equals(root.path("command").asText())
                    && topic.equals(root.path("topic").asText())) {
                root.path("ids").forEach(id -> ids.add(id.asText()));
            }
        } catch (IOException foreign) {
            // Other tools may write to the topic, too.
        }
        return ids;
    }
}
