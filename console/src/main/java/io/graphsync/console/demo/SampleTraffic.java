package io.graphsync.console.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Decides the demo's traffic: what people do in a chat application, one transaction after the other. The same seed gives
 * the same traffic. Knows how many outbox rows the triggers write for each change, so that a wanted number is met
 * exactly. Public because the end-to-end tests use the same traffic. Not thread-safe; touches nothing outside itself.
 */
public final class SampleTraffic {
    private static final List<String> TOPICS =
            List.of("billing", "shipping", "returns", "login", "search", "privacy", "pricing", "outage");
    private static final List<String> SUB_TOPICS = List.of("question", "complaint", "bug", "praise");
    private static final List<String> FEEDBACK_TYPES = List.of("thumb", "stars", "report");
    private static final int USERS = 40;
    private static final int MAX_OPEN_CONVERSATIONS = 400;

    private final Random random;
    private final List<UUID> users = new ArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();
    private int poisonous;

    /** Makes traffic; the same seed gives the same. */
    public SampleTraffic(long seed) {
        this.random = new Random(seed);
        for (int i = 0; i < USERS; i++) {
            users.add(uuid());
        }
    }

    /** One statement that an application would run. */
    sealed interface Change {
        /** A conversation begins. */
        record StartConversation(UUID id, UUID user, String title, String topic, String subTopic) implements Change {}

        /** Somebody says something. */
        record AddMessage(UUID id, UUID conversation, String type, String content) implements Change {}

        /** A conversation turns to another topic; an empty one means none. */
        record ChangeTopic(UUID conversation, String topic, String subTopic) implements Change {}

        /** A user rates a message, for the first time or again. */
        record GiveFeedback(UUID user, UUID message, String type, int score) implements Change {}

        /** A conversation is deleted with all that hangs on it. */
        record DeleteConversation(UUID id) implements Change {}

        /** A row that nobody should write: put into the outbox by hand and broken on purpose. */
        record WritePoison(UUID entity, String eventType, String payload) implements Change {}
    }

    /**
     * The changes of one transaction.
     *
     * @param outboxRows how many rows the transaction adds to the outbox
     * @param poisonous how many of these can't be applied
     */
    record Transaction(List<Change> changes, int outboxRows, int poisonous) {}

    /** Decides the next transaction; it writes at most {@code budget} outbox rows, and at least one. */
    Transaction next(int budget) {
        int before = poisonous;
        List<Change> changes = new ArrayList<>();
        int rows = decide(changes, budget);
        return new Transaction(changes, rows, poisonous - before);
    }

    private int decide(List<Change> changes, int budget) {
        int die = random.nextInt(100);
        if (conversations.isEmpty() || (die < 18 && budget >= 2)) {
            return startConversation(changes, budget);
        }
        Conversation conversation = conversations.get(random.nextInt(conversations.size()));
        if (die < 70) {
            return addMessage(changes, conversation);
        }
        if (die < 80) {
            changes.add(new Change.ChangeTopic(conversation.id, topic(), subTopic()));
            return 1;
        }
        if (die < 95 && !conversation.messages.isEmpty()) {
            return giveFeedback(changes, conversation);
        }
        if (die < 98 || conversations.size() > MAX_OPEN_CONVERSATIONS) {
            return delete(changes, conversation, budget);
        }
        return die == 99 ? writePoison(changes) : addMessage(changes, conversation);
    }

    private int startConversation(List<Change> changes, int budget) {
        Conversation conversation = new Conversation(uuid());
        String topic = topic();
        changes.add(new Change.StartConversation(
                conversation.id, user(), "About " + (topic.isEmpty() ? "something" : topic), topic, subTopic()));
        conversations.add(conversation);
        return budget >= 2 ? 1 + addMessage(changes, conversation) : 1;
    }

    private int addMessage(List<Change> changes, Conversation conversation) {
        Message message = new Message(uuid());
        String type = conversation.messages.size() % 2 == 0 ? "user" : "assistant";
        changes.add(new Change.AddMessage(message.id, conversation.id, type, "Sample text " + random.nextInt(1_000)));
        conversation.messages.add(message);
        return 1;
    }

    private int giveFeedback(List<Change> changes, Conversation conversation) {
        Message message = conversation.messages.get(random.nextInt(conversation.messages.size()));
        UUID user = user();
        if (!message.raters.contains(user)) {
            message.raters.add(user);
        }
        changes.add(new Change.GiveFeedback(
                user, message.id, FEEDBACK_TYPES.get(random.nextInt(FEEDBACK_TYPES.size())), 1 + random.nextInt(5)));
        return 1;
    }

    private int delete(List<Change> changes, Conversation conversation, int budget) {
        if (conversation.rows() > budget) {
            return addMessage(changes, conversation);
        }
        conversations.remove(conversation);
        changes.add(new Change.DeleteConversation(conversation.id));
        return conversation.rows();
    }

    private int writePoison(List<Change> changes) {
        UUID entity = uuid();
        changes.add(
                switch (poisonous++ % 4) {
                    case 0 ->
                        new Change.WritePoison(
                                entity,
                                "message_upsert",
                                "{\"message_id\": \"" + entity + "\", \"message_type\": \"user\"}");
                    case 1 -> new Change.WritePoison(entity, "conversation_renamed", "{\"conversation_id\": 1}");
                    case 2 ->
                        new Change.WritePoison(
                                entity,
                                "conversation_upsert",
                                "{\"user_id\": 7, \"conversation_id\": \"" + entity
                                        + "\", \"updated_at\": \"yesterday\"}");
                    default -> new Change.WritePoison(entity, "feedback", "\"it was good\"");
                });
        return 1;
    }

    /** A broken row by itself, whatever the dice say, so that even a short demo has a dead letter to show. */
    Transaction poison() {
        List<Change> changes = new ArrayList<>();
        int rows = writePoison(changes);
        return new Transaction(changes, rows, 1);
    }

    private String topic() {
        return random.nextInt(10) == 0 ? "" : TOPICS.get(random.nextInt(TOPICS.size()));
    }

    private String subTopic() {
        return random.nextInt(3) == 0 ? "" : SUB_TOPICS.get(random.nextInt(SUB_TOPICS.size()));
    }

    private UUID user() {
        return users.get(random.nextInt(users.size()));
    }

    private UUID uuid() {
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }

    private static final class Conversation {
        final UUID id;
        final List<Message> messages = new ArrayList<>();

        Conversation(UUID id) {
            this.id = id;
        }

        /** Outbox rows that its deletion writes: one for each element that goes. */
        int rows() {
            return 1
                    + messages.stream()
                            .mapToInt(message -> 1 + message.raters.size())
                            .sum();
        }
    }

    private static final class Message {
        final UUID id;
        final List<UUID> raters = new ArrayList<>();

        Message(UUID id) {
            this.id = id;
        }
    }
}
