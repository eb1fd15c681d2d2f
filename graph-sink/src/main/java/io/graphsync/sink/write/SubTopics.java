package io.graphsync.sink.write;

import io.graphsync.sink.mapping.Detachment;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.mapping.NodeKind;
import io.graphsync.sink.mapping.TouchedNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Transaction;

/**
 * The rule of the model that a lock on two nodes can't express: {@code HAS_SUBTOPIC} is there while some conversation
 * has that topic together with that sub topic. The conversation's {@code HAS_TOPIC} therefore carries both names, and
 * an index on them answers whether a pair is still in use without looking at the other conversations of the topic.
 */
final class SubTopics {
    static final NodeKind TOPIC = new NodeKind("Topic", "name");
    static final NodeKind SUB_TOPIC = new NodeKind("SubTopic", "name");

    private static final String HAS_TOPIC = "HAS_TOPIC";
    // Both say to seek: see NodeLocks.
    private static final String FORMER_PAIRS = """
            UNWIND $batch.rows AS key
            MATCH (c:Conversation {id: key})-[has:HAS_TOPIC]->(t:Topic)
            USING INDEX SEEK c:Conversation(id)
            WHERE has.sub_topic IS NOT NULL
            RETURN DISTINCT t.name AS topic, has.sub_topic AS sub_topic
            """;
    private static final String DELETE_UNUSED = """
            UNWIND $batch.rows AS pair
            MATCH (t:Topic {name: pair.topic})-[unused:HAS_SUBTOPIC]->(s:SubTopic {name: pair.sub_topic})
            USING INDEX SEEK s:SubTopic(name)
            WHERE NOT EXISTS { ()-[:HAS_TOPIC {topic: pair.topic, sub_topic: pair.sub_topic}]->() }
            DELETE unused
            """;

    private SubTopics() {}

    /** Runs each statement, on no pair. */
    static void warmUp(Transaction transaction) {
        transaction.run(FORMER_PAIRS, RowsParameter.of(List.of())).consume();
        transaction.run(DELETE_UNUSED, RowsParameter.of(List.of())).consume();
    }

    /** Returns the pair that an event names, if its template touches both nodes. */
    static Optional<TopicPair> pairOf(MappedEvent event) {
        Optional<String> topic = name(event, TOPIC);
        Optional<String> subTopic = name(event, SUB_TOPIC);
        return topic.isPresent() && subTopic.isPresent()
                ? Optional.of(new TopicPair(topic.get(), subTopic.get()))
                : Optional.empty();
    }

    /** Tells whether a detachment may end a conversation's having a pair. */
    static boolean isOf(Detachment detachment) {
        return detachment.relationship().equals(HAS_TOPIC)
                && detachment.neighbour().equals(TOPIC);
    }

    /** Reads the pairs of conversations that are locked. */
    static Set<TopicPair> former(Transaction transaction, List<Object> conversations) {
        return new HashSet<>(transaction
                .run(FORMER_PAIRS, RowsParameter.of(conversations))
                .list(found -> new TopicPair(
                        found.get("topic").asString(), found.get("sub_topic").asString())));
    }

    /** Deletes those of the pairs that no conversation has any more. Their nodes are locked. */
    static void deleteUnused(Transaction transaction, Set<TopicPair> pairs) {
        if (!pairs.isEmpty()) {
            transaction
                    .run(
                            DELETE_UNUSED,
                            RowsParameter.of(
                                    pairs.stream().map(TopicPair::asParameter).toList()))
                    .consume();
        }
    }

    private static Optional<String> name(MappedEvent event, NodeKind kind) {
        for (TouchedNode node : event.template().touches()) {
            if (node.kind().equals(kind) && event.row().get(node.field()) instanceof String name && !name.isEmpty()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
