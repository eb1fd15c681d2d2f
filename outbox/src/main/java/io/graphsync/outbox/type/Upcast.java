package io.graphsync.outbox.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes a payload of the next version of one version. The topics keep what was written years ago as it was written, so every
 * version has to be read for as long as they do.
 *
 * @param rename fields that have another name now: the old one and the new one
 * @param defaults what fields hold that the older version did not have
 * @param remove fields that are gone
 */
public record Upcast(Map<String, String> rename, Map<String, JsonNode> defaults, Set<String> remove) {
    /** Copies the collections. */
    public Upcast {
        rename = Map.copyOf(rename);
        defaults = Map.copyOf(defaults);
        remove = Set.copyOf(remove);
    }

    /** Returns the payload as its writer would write it today. */
    ObjectNode apply(ObjectNode older) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        older.properties().forEach(field -> {
            if (!remove.contains(field.getKey())) {
                fields.put(rename.getOrDefault(field.getKey(), field.getKey()), field.getValue());
            }
        });
        defaults.forEach(fields::putIfAbsent);
        ObjectNode newer = older.objectNode();
        newer.setAll(fields);
        return newer;
    }
}
