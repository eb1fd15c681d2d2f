package io.graphsync.sink.verify;

import java.util.Locale;
import java.util.Objects;

/**
 * One point in which the graph is not what the rows say.
 *
 * @param kind what is wrong
 * @param subject of what
 * @param key its id; {@code user:message} for feedback, {@code topic > sub topic} for a pair
 * @param property the property or relationship that differs; empty where the whole element is concerned
 * @param expected what the rows say, for a person; empty where nothing is expected
 * @param found what the graph holds, for a person; empty where nothing was found
 * @param explanation why it differs
 */
public record Difference(
        Kind kind,
        Subject subject,
        String key,
        String property,
        String expected,
        String found,
        Explanation explanation) {
    /** What is wrong. */
    public enum Kind {
        /** The rows have it, the graph has not. */
        MISSING,
        /** The graph has it, the rows have not. */
        EXTRA,
        /** Both have it, with another value. */
        DIFFERENT,
        /** The graph has it more than once. */
        DUPLICATE
    }

    /** What may differ. */
    public enum Subject {
        /** A conversation, its owner and its topic. */
        CONVERSATION,
        /** A message and its conversation. */
        MESSAGE,
        /** One user's feedback on one message. */
        FEEDBACK,
        /** A user to whom nothing refers. */
        USER,
        /** A topic that no conversation has. */
        TOPIC,
        /** A sub topic of no topic. */
        SUB_TOPIC,
        /** A topic together with a sub topic. */
        HAS_SUBTOPIC
    }

    /** Checks that all are there. */
    public Difference {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(property, "property");
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(found, "found");
        Objects.requireNonNull(explanation, "explanation");
    }

    static Difference whole(Kind kind, Subject subject, String key, Explanation explanation) {
        return new Difference(kind, subject, key, "", "", "", explanation);
    }

    /** Returns what differs, for a person. */
    public String what() {
        String what = subject.name().toLowerCase(Locale.ROOT) + " " + key;
        return switch (kind) {
            case MISSING -> what + " is not in the graph";
            case EXTRA -> what + " is in the graph and in no row";
            case DUPLICATE -> what + " is in the graph more than once";
            case DIFFERENT -> what + ": " + property + " should be " + expected + ", the graph has " + found;
        };
    }

    /** Returns one line for a person. */
    @Override
    public String toString() {
        return what() + " (" + explanation.cause().words()
                + explanation.event().map(id -> ", event " + id).orElse("") + ")";
    }
}
