package io.graphsync.console.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.terminal.Output;
import java.util.Locale;

/** Tells whether a restored PostgreSQL is behind topics and graph. Pure. */
final class RestoredRenderer {
    private RestoredRenderer() {}

    static String render(JsonNode found, Output output) {
        if (output != Output.TEXT) {
            ObjectNode root = new ObjectMapper().createObjectNode().put("format", "graphsync.rebuild.restored/1");
            found.properties().forEach(field -> root.set(field.getKey(), field.getValue()));
            return output.document(root);
        }
        String numbers = String.format(
                Locale.ROOT,
                "  versions      PostgreSQL is at %,d, topics and graph have up to %,d%n"
                        + "  heartbeats    PostgreSQL is at %,d, the topics have up to %,d%n"
                        + "  outbox        %,d rows of another server's transactions%n",
                found.path("seq").asLong(),
                found.path("seq_elsewhere").asLong(),
                found.path("beat").asLong(),
                found.path("beat_elsewhere").asLong(),
                found.path("rows_of_another_server").asLong());
        return found.path("needed").asBoolean()
                ? "PostgreSQL is behind what it gave out before: its next changes would be taken for old ones.\n"
                        + numbers
                        + "next: graphsync rebuild start --restored --execute --note TEXT"
                : "PostgreSQL is not behind topics and graph.\n" + numbers + "next: graphsync rebuild start --sweep";
    }
}
