package io.graphsync.outbox.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values of control records, as JSON. What can't be read is no progress; it is never an error. */
public final class ProgressCodec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProgressCodec() {}

    /** Returns a heartbeat's value. */
    public static byte[] encode(Heartbeat heartbeat) {
        return bytes(json(heartbeat));
    }

    /** Reads a heartbeat, empty if the value is none. */
    public static Optional<Heartbeat> heartbeat(byte[] value) {
        return parse(value).flatMap(ProgressCodec::read);
    }

    /** Returns a passage's value; a heartbeat that passed several partitions stands in it once. */
    public static byte[] encode(Passage passage) {
        Map<Heartbeat, List<String>> partitions = new TreeMap<>(Comparator.comparingLong(Heartbeat::beat)
                .thenComparing(Heartbeat::at)
                .thenComparing(Heartbeat::snapshot)
                .thenComparingInt(Heartbeat::partitions));
        passage.passed()
                .forEach((partition, heartbeat) -> partitions
                        .computeIfAbsent(heartbeat, first -> new ArrayList<>())
                        .add(partition));
        ObjectNode root = JSON.createObjectNode();
        var beats = root.putArray("beats");
        partitions.forEach((heartbeat, passed) -> {
            ObjectNode beat = json(heartbeat);
            var names = beat.putArray("passed");
            passed.stream().sorted().forEach(names::add);
            beats.add(beat);
        });
        return bytes(root);
    }

    /** Reads a passage, empty if the value is none. */
    public static Optional<Passage> passage(byte[] value) {
        return parse(value).flatMap(root -> {
            Map<String, Heartbeat> passed = new HashMap<>();
            for (JsonNode beat : root.path("beats")) {
                Optional<Heartbeat> heartbeat = read(beat);
                if (heartbeat.isEmpty()) {
                    return Optional.empty();
                }
                for (JsonNode partition : beat.path("passed")) {
                    passed.put(partition.asText(), heartbeat.get());
                }
            }
            return passed.isEmpty() ? Optional.empty() : Optional.of(new Passage(passed));
        });
    }

    private static ObjectNode json(Heartbeat heartbeat) {
        return JSON.createObjectNode()
                .put("beat", heartbeat.beat())
                .put("at", heartbeat.at().toString())
                .put("snapshot", heartbeat.snapshot())
                .put("partitions", heartbeat.partitions());
    }

    private static Optional<Heartbeat> read(JsonNode node) {
        try {
            return Optional.of(new Heartbeat(
                    node.path("beat").asLong(),
                    Instant.parse(node.path("at").asText()),
                    node.path("snapshot").asText(),
                    node.path("partitions").asInt()));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> parse(byte[] value) {
        try {
            return Optional.ofNullable(JSON.readTree(value));
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of text and numbers is always JSON", impossible);
        }
    }
}
