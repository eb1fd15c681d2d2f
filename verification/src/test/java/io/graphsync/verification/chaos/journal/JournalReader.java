package io.graphsync.verification.chaos.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.plan.FaultKind;
import io.graphsync.verification.chaos.plan.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads from a journal what is needed to do the same again. */
public final class JournalReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalReader() {}

    /** The settings and the plan of a run. */
    public record Recorded(Map<String, String> settings, List<Fault> plan) {
        /** Copies the collections. */
        public Recorded {
            settings = Map.copyOf(settings);
            plan = List.copyOf(plan);
        }
    }

    /**
     * Reads a journal.
     *
     * @throws IOException if the file can't be read, or is no journal
     */
    public static Recorded read(Path file) throws IOException {
        Map<String, String> settings = new HashMap<>();
        List<Fault> plan = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode node = JSON.readTree(line);
            switch (node.path("event").asText()) {
                case Journal.RUN ->
                    node.properties()
                            .forEach(field -> settings.put(
                                    field.getKey(), field.getValue().asText()));
                case Journal.PLANNED -> plan.add(fault(node));
                default -> {
                    // What happened then will happen differently.
                }
            }
        }
        if (settings.isEmpty()) {
            throw new IOException(file + " is no journal of a chaos run");
        }
        return new Recorded(settings, plan);
    }

    private static Fault fault(JsonNode node) {
        return new Fault(
                node.path("fault").asInt(),
                FaultKind.valueOf(node.path("kind").asText()),
                Target.parse(node.path("target").asText()),
                node.path("after_calm").asBoolean(),
                Duration.ofMillis(node.path("at_ms").asLong()),
                Duration.ofMillis(node.path("lasts_ms").asLong()));
    }
}
