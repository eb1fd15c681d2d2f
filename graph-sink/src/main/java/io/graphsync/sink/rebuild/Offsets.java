package io.graphsync.sink.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Offsets of partitions as a job keeps them: the partition's name and the offset. Pure. */
final class Offsets {
    private Offsets() {}

    static ObjectNode toJson(Map<TopicPartition, Long> offsets) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        offsets.forEach((partition, offset) -> json.put(partition.toString(), offset));
        return json;
    }

    static Map<TopicPartition, Long> fromJson(JsonNode json) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        json.properties().forEach(entry -> {
            int dash = entry.getKey().lastIndexOf('-');
            int partition = Integer.parseInt(entry.getKey().substring(dash + 1));
            offsets.put(
                    new TopicPartition(entry.getKey().substring(0, dash), partition),
                    entry.getValue().longValue());
        });
        return offsets;
    }
}
