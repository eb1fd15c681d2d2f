package io.graphsync.stack;

import java.util.Locale;

/** The servers that a stack can hold. */
public enum ServerKind {
    POSTGRES,
    KAFKA,
    NEO4J;

    /** The name in lower case, as arguments, files and messages have it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name in lower case. */
    public static ServerKind ofId(String id) {
        for (ServerKind kind : values()) {
            if (kind.id().equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no server \"" + id + "\": choose of postgres, kafka, neo4j");
    }
}
