package io.graphsync.sink.offline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of elements whose events the files can be made of: those of the built-in event types. */
enum ElementKind {
    CONVERSATION('C', "conversation_upsert", "conversation_delete"),
    MESSAGE('M', "message_upsert", "message_delete"),
    FEEDBACK('F', "feedback", "feedback_delete");

    private static final List<ElementKind> ALL = List.of(values());
    private static final Map<String, ElementKind> BY_TYPE = ALL.stream()
            .flatMap(kind -> Stream.of(Map.entry(kind.upsert, kind), Map.entry(kind.delete, kind)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

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
        return Optional.ofNullable(BY_TYPE.get(eventType));
    }

    /** Returns what the keys of its events begin with. */
    byte prefix() {
        return prefix;
    }

    /** Returns whether an event type is the one that takes an element away. */
    boolean isDelete(String eventType) {
        return delete.equals(eventType);
    }

    /** Returns the kind whose events' keys begin so. */
    static ElementKind of(byte prefix) {
        for (ElementKind kind : ALL) {
            if (kind.prefix == prefix) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind of element: " + prefix);
    }
}
