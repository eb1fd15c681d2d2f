package io.graphsync.sink.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random histories of few users, conversations, messages and topics, so that events meet each other often. */
public final class RandomHistory {
    private static final int CONVERSATIONS = 6;
    private static final int MESSAGES = 12;
    private static final int USERS = 5;
    private static final int TOPICS = 4;

    private final Random random;
    private long seq;

    /** Returns the seeds of so many rounds, or the one that {@code -Dgraphsync.seed=} repeats. */
    public static List<Long> seeds(int rounds) {
        Long only = Long.getLong("graphsync.seed");
        return only == null ? new Random().longs(rounds).boxed().toList() : List.of(only);
    }

    /** Makes a generator; the same seed gives the same history. */
    public RandomHistory(long seed) {
        this.random = new Random(seed);
    }

    /** Returns so many events, each with a version of its own, in the order of the versions. */
    public List<SampleEvent> events(int count) {
        List<SampleEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** Returns the events shuffled, a part of them twice or more often, cut into batches of very different sizes. */
    public List<List<SampleEvent>> deliveries(List<SampleEvent> events) {
        List<SampleEvent> deliveries = new ArrayList<>(events);
        for (SampleEvent event : events) {
            while (random.nextInt(4) == 0) {
                deliveries.add(event);
            }
        }
        Collections.shuffle(deliveries, random);
        List<List<SampleEvent>> batches = new ArrayList<>();
        int from = 0;
        while (from < deliveries.size()) {
            int most = choice(1, 40, 400);
            int to = Math.min(deliveries.size(), from + 1 + random.nextInt(most));
            batches.add(List.copyOf(deliveries.subList(from, to)));
            from = to;
        }
        return batches;
    }

    private SampleEvent next() {
        seq++;
        String conversation = id("conversation", random.nextInt(CONVERSATIONS));
        String message = id("message", random.nextInt(MESSAGES));
        String user = user();
        return switch (random.nextInt(12)) {
            case 0, 1, 2 ->
                SampleEvent.conversation(
                        seq,
                        conversation,
                        random.nextInt(4) == 0 ? null : user,
                        choice(null, "", "title " + seq),
                        choice(null, "", topic("topic"), topic("topic")),
                        choice(null, "", topic("sub"), topic("sub")));
            case 3 -> SampleEvent.conversationDelete(seq, conversation);
            case 4, 5, 6 -> SampleEvent.message(seq, message, conversation, choice("user", "assistant", "system"));
            case 7 -> SampleEvent.messageDelete(seq, message, conversation);
            case 8, 9, 10 ->
                SampleEvent.feedback(
                        seq,
                        user,
                        message,
                        "type" + random.nextInt(3),
                        random.nextBoolean() ? null : random.nextInt(10) / 2.0);
            default -> SampleEvent.feedbackDelete(seq, user, message);
        };
    }

    private String user() {
        return "user" + random.nextInt(USERS);
    }

    private String topic(String kind) {
        return kind + random.nextInt(TOPICS);
    }

    @SafeVarargs
    private <T extends @Nullable Object> T choice(T... values) {
        return values[random.nextInt(values.length)];
    }

    private static String id(String kind, int number) {
        return new UUID(kind.hashCode(), number).toString();
    }
}
