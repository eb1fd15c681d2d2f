package io.graphsync.sink.offline;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of elements whose events the files can be made of: those of the built-in event types. */
enum ElementKind {
    CONVERSATION('C', "conversation_upsert", "conversation_delete"),
    MESSAGE('M', "message_upsert", "message_delete"),
    FEEDBACK('F', "feedback", "feedback_delete");

    private final byte prefix;
    private final String upsert;
    private final String delete;

    ElementKind(char prefix, String upsert, String delete) {
        this.prefix = (byte) prefix;
        this.upsert = upsert;
        this.delete = delete;
    }

    /** Returns the kind of element that an event type is about. */
    static Optional<ElementKind> of(String eventType) {
        return Arrays.stream(values())
                .filter(kind -> kind.upsert.equals(eventType) || kind.delete.equals(eventType))
                .findFirst();
    }

    /** Returns what the keys of its events begin with. */
    byte prefix() {
        return prefix;
    }

    /** Returns whether an event type is the one that takes an element away. */
    boolean isDelete(String eventType) {
        return delete.equals(eventType);
    }
}
