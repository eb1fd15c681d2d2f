package io.graphsync.sink.write;

import java.util.Map;

/**
 * A topic and a sub topic that conversations have together.
 *
 * @param topic the topic's name
 * @param subTopic the sub topic's name
 */
record TopicPair(String topic, String subTopic) {
    Map<String, Object> asParameter() {
        return Map.of("topic", topic, "sub_topic", subTopic);
    }
}
