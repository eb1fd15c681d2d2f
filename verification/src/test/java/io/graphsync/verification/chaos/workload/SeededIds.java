package io.graphsync.verification.chaos.workload;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Ids and texts from a seed. One thread. */
final class SeededIds {
    private static final List<String> TOPICS =
            List.of("billing", "shipping", "returns", "login", "search", "privacy", "pricing", "outage");
    private static final List<String> SUB_TOPICS = List.of("question", "complaint", "bug", "praise");

    private final Random random;

    SeededIds(Random random) {
        this.random = random;
    }

    UUID next() {
        return new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }

    /** One of a few users, who are the same for all writers. */
    UUID user() {
        return new UUID(0x4000L, Long.MIN_VALUE | (1 + random.nextInt(40)));
    }

    String topic() {
        return random.nextInt(8) == 0 ? "" : TOPICS.get(random.nextInt(TOPICS.size()));
    }

    String subTopic() {
        return random.nextInt(3) == 0 ? "" : SUB_TOPICS.get(random.nextInt(SUB_TOPICS.size()));
    }

    String title() {
        return random.nextInt(6) == 0 ? "" : "Title " + random.nextInt(100_000);
    }
}
