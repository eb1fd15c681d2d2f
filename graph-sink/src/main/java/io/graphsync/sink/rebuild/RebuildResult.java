package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is kept of a rebuild when it has ended. Pure. */
final class RebuildResult {
    private RebuildResult() {}

    static ArrayNode of(List<Refused> refused) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Refused event : refused) {
            array.addObject()
                    .put("event", event.event())
                    .put("code", event.code())
                    .put("message", event.message());
        }
        return array;
    }

    static ObjectNode failed(Exception failure) {
        return JsonNodeFactory.instance.objectNode().put("error", String.valueOf(failure.getMessage()));
    }
}
