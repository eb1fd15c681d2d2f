package io.graphsync.sink.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The graph that a set of events must give, as a set of facts in text. Says the same as the Cypher files, but from the
 * end: the newest event of each element counts, and what nothing refers to is not there.
 */
public final class GraphModel {
    private final Set<SampleEvent> events;
    private final SortedSet<String> facts = new TreeSet<>();
    private final Set<String> messageStubs = new TreeSet<>();
    private final Set<String> conversationStubs = new TreeSet<>();

    private GraphModel(Collection<SampleEvent> events) {
        this.events = new LinkedHashSet<>(events);
    }

    /** Returns the facts of the graph that these events give in any order and number. */
    public static SortedSet<String> of(Collection<SampleEvent> events) {
        GraphModel model = new GraphModel(events);
        model.feedback();
        model.messages();
        model.conversations();
        return model.facts;
    }

    private void feedback() {
        newest("feedback", "feedback_delete", event -> event.text("user_id") + ":" + event.text("message_id"))
                .forEach((key, event) -> {
                    facts.add("(:User {id: " + event.text("user_id") + "})");
                    facts.add("(:User " + event.text("user_id") + ")-[:GAVE_FEEDBACK {type: "
                            + event.text("feedback_type") + ", score: " + score(event) + ", at: " + event.text("at")
                            + ", seq: " + event.seq() + "}]->(:Message " + event.text("message_id") + ")");
                    messageStubs.add(event.id("message_id"));
                });
    }

    private static String score(SampleEvent event) {
        String score = event.text("score");
        return score == null ? "null" : String.valueOf(Double.parseDouble(score));
    }

    private void messages() {
        Map<String, SampleEvent> newest = newest("message_upsert", "message_delete", event -> event.id("message_id"));
        newest.forEach((id, event) -> {
            messageStubs.remove(id);
            facts.add("(:Message {id: " + id + ", type: " + event.text("message_type") + ", created_at: "
                    + event.text("created_at") + ", seq: " + event.seq() + "})");
            facts.add("(:Conversation " + event.text("conversation_id") + ")-[:HAS_MESSAGE]->(:Message " + id + ")");
            conversationStubs.add(event.id("conversation_id"));
        });
        messageStubs.forEach(id -> facts.add("(:Message {id: " + id + ", type: null, created_at: null, seq: null})"));
    }

    private void conversations() {
        Map<String, SampleEvent> newest =
                newest("conversation_upsert", "conversation_delete", event -> event.id("conversation_id"));
        newest.forEach((id, event) -> {
            conversationStubs.remove(id);
            Optional<SampleEvent> titled = titled(id);
            String title = titled.map(found -> found.id("title")).orElse("");
            facts.add("(:Conversation {id: " + id + ", title: " + (title.isEmpty() ? "null" : title) + ", updated_at: "
                    + event.text("updated_at") + ", seq: " + event.seq() + ", title_seq: "
                    + titled.map(found -> String.valueOf(found.seq())).orElse("null") + "})");
            String user = event.text("user_id");
            if (user != null) {
                facts.add("(:User {id: " + user + "})");
                facts.add("(:User " + user + ")-[:OWNS]->(:Conversation " + id + ")");
            }
            topic(id, event.text("topic"), event.text("sub_topic"));
        });
        conversationStubs.forEach(id -> facts.add(
                "(:Conversation {id: " + id + ", title: null, updated_at: null, seq: null, title_seq: null})"));
    }

    private void topic(String conversation, @Nullable String topic, @Nullable String sub) {
        if (topic == null || topic.isEmpty()) {
            return;
        }
        boolean hasSub = sub != null && !sub.isEmpty();
        facts.add("(:Topic {name: " + topic + "})");
        facts.add("(:Conversation " + conversation + ")-[:HAS_TOPIC {topic: " + topic + ", sub_topic: "
                + (hasSub ? sub : "null") + "}]->(:Topic " + topic + ")");
        if (hasSub) {
            facts.add("(:SubTopic {name: " + sub + "})");
            facts.add("(:Topic " + topic + ")-[:HAS_SUBTOPIC]->(:SubTopic " + sub + ")");
        }
    }

    /** The newest event that brought a title since the conversation was deleted last. */
    private Optional<SampleEvent> titled(String id) {
        Predicate<SampleEvent> own = event -> id.equals(event.text("conversation_id"));
        long deleted = events.stream()
                .filter(own.and(event -> event.type().equals("conversation_delete")))
                .mapToLong(SampleEvent::seq)
                .max()
                .orElse(0);
        return events.stream()
                .filter(own.and(event -> event.type().equals("conversation_upsert")))
                .filter(event -> event.text("title") != null && event.seq() > deleted)
                .max(Comparator.comparingLong(SampleEvent::seq));
    }

    /** Returns the newest upsert of each element that no newer delete took away; notes the tombstones. */
    private Map<String, SampleEvent> newest(String upsert, String delete, Function<SampleEvent, String> identity) {
        Map<String, SampleEvent> live = new HashMap<>();
        Map<String, SampleEvent> dead = new HashMap<>();
        for (SampleEvent event : events) {
            Map<String, SampleEvent> side =
                    event.type().equals(upsert) ? live : event.type().equals(delete) ? dead : Map.of();
            if (event.type().equals(upsert) || event.type().equals(delete)) {
                side.merge(identity.apply(event), event, (a, b) -> a.seq() > b.seq() ? a : b);
            }
        }
        String topic = upsert.replace("_upsert", "");
        dead.forEach((key, event) -> {
            facts.add("(:GraphsyncTombstone {key: " + topic + ":" + key + ", seq: " + event.seq() + ", deleted_at: "
                    + event.text("deleted_at") + "})");
            live.computeIfPresent(key, (same, newest) -> newest.seq() > event.seq() ? newest : null);
        });
        return live;
    }
}
