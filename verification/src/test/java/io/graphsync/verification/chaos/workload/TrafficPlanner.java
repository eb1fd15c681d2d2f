package io.graphsync.verification.chaos.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Decides the transactions of one writer: mostly single rows, some of several, on conversations of its own and on a few
 * that all writers share. Pure but for its memory of what it made up. One thread.
 */
final class TrafficPlanner {
    private static final int MOST_CONVERSATIONS = 300;
    private static final int MOST_MESSAGES = 40;
    private static final List<Poison> POISON = List.of(Poison.values());
    private static final List<String> TYPES = List.of("user", "assistant", "system");

    private final Random random;
    private final SeededIds ids;
    private final List<UUID> shared;
    private final List<Conversation> conversations = new ArrayList<>();

    TrafficPlanner(long seed, List<UUID> shared) {
        this.random = new Random(seed);
        this.ids = new SeededIds(random);
        this.shared = List.copyOf(shared);
    }

    /** The next transaction. */
    Transaction next() {
        int changes = random.nextInt(5) == 0 ? 2 + random.nextInt(8) : 1;
        List<Change> decided = new ArrayList<>();
        int rows = 0;
        while (decided.size() < changes) {
            rows += decide(decided);
        }
        return new Transaction(decided, rows);
    }

    private int decide(List<Change> changes) {
        int die = random.nextInt(100);
        if (conversations.isEmpty() || die < 14) {
            return start(changes);
        }
        Conversation conversation = pick();
        if (die < 20) {
            changes.add(new Change.ChangeConversation(
                    shared.get(random.nextInt(shared.size())), ids.title(), ids.topic(), ids.subTopic()));
            return 1;
        }
        if (die < 30) {
            changes.add(new Change.ChangeConversation(conversation.id, ids.title(), ids.topic(), ids.subTopic()));
            return 1;
        }
        if (die < 34) {
            changes.add(new Change.GiveAway(conversation.id, ids.user()));
            return 1;
        }
        if (die < 37) {
            Poison kind = POISON.get(random.nextInt(POISON.size()));
            changes.add(kind.row(ids.next(), ids.next()));
            return 1;
        }
        if (die < 40 || conversations.size() > MOST_CONVERSATIONS) {
            conversations.remove(conversation);
            changes.add(new Change.DeleteConversation(conversation.id));
            return 1 + conversation.messages.size();
        }
        return aboutMessages(changes, conversation, die);
    }

    private int aboutMessages(List<Change> changes, Conversation conversation, int die) {
        Optional<UUID> message = conversation.any(random);
        if (message.isEmpty() || die >= 72) {
            return addMessage(changes, conversation);
        }
        if (die < 52) {
            Conversation other = pick();
            conversation.messages.remove(message.get());
            other.messages.add(message.get());
            changes.add(new Change.MoveMessage(message.get(), other.id));
        } else if (die < 64) {
            changes.add(new Change.GiveFeedback(
                    ids.user(), message.get(), random.nextBoolean() ? "thumb" : "stars", random.nextInt(6)));
        } else if (die < 68) {
            changes.add(new Change.WithdrawFeedback(ids.user(), message.get()));
        } else {
            conversation.messages.remove(message.get());
            changes.add(new Change.DeleteMessage(message.get()));
        }
        return 1;
    }

    private int start(List<Change> changes) {
        Conversation conversation = new Conversation(ids.next());
        conversations.add(conversation);
        changes.add(
                new Change.StartConversation(conversation.id, ids.user(), ids.title(), ids.topic(), ids.subTopic()));
        return 1 + addMessage(changes, conversation);
    }

    private int addMessage(List<Change> changes, Conversation conversation) {
        UUID id = ids.next();
        if (conversation.messages.size() < MOST_MESSAGES) {
            conversation.messages.add(id);
        }
        changes.add(new Change.AddMessage(id, conversation.id, TYPES.get(random.nextInt(TYPES.size()))));
        return 1;
    }

    private Conversation pick() {
        return conversations.get(random.nextInt(conversations.size()));
    }

    private static final class Conversation {
        final UUID id;
        final List<UUID> messages = new ArrayList<>();

        Conversation(UUID id) {
            this.id = id;
        }

        Optional<UUID> any(Random random) {
            return messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(random.nextInt(messages.size())));
        }
    }
}
