package io.graphsync.console.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How results are written. */
public enum Output {
    /** For people. */
    TEXT,
    /** One JSON document. */
    JSON,
    /** One JSON document a line. */
    JSONL;

    /** Returns what an operator types. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the text of a document: on one line for {@link #JSONL}. */
    public String document(ObjectNode root) {
        return this == JSONL ? root.toString() : root.toPrettyString();
    }
}
