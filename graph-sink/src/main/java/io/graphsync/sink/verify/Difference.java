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
 */
public record Difference(Kind kind, Subject subject, String key, String property, String expected, String found) {
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
    }

    static Difference missing(Subject subject, String key) {
        return new Difference(Kind.MISSING, subject, key, "", "", "");
    }

    static Difference extra(Subject subject, String key) {
        return new Difference(Kind.EXTRA, subject, key, "", "", "");
    }

    static Difference duplicate(Subject subject, String key) {
        return new Difference(Kind.DUPLICATE, subject, key, "", "", "");
    }

    /** Returns one line for a person. */
    @Override
    public String toString() {
        String what = subject.name().toLowerCase(Locale.ROOT) + " " + key;
        return switch (kind) {
            case MISSING -> what + " is not in the graph";
            case EXTRA -> what + " is in the graph and in no row";
            case DUPLICATE -> what + " is in the graph more than once";
            case DIFFERENT -> what + ": " + property + " should be " + expected + ", the graph has " + found;
        };
    }
}
