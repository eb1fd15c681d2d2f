package io.graphsync.schema.parse;

import java.util.List;
import java.util.Optional;

/** How a statement of Neo4j has to be run, and what has to be true afterwards. */
public sealed interface CypherManner {
    /** Reads or writes data in one transaction. */
    record Data() implements CypherManner {}

    /** {@code CALL … IN TRANSACTIONS}: commits as it goes, and is refused inside a transaction. */
    record Batched() implements CypherManner {}

    /** Any other schema command. */
    record Schema() implements CypherManner {}

    /**
     * Creates a constraint or an index.
     *
     * @param constraint true for a constraint
     * @param name its name, if one is written
     * @param unlessExists true with {@code IF NOT EXISTS}
     * @param kind what the server calls it, without the words NODE and RELATIONSHIP: UNIQUENESS, KEY, PROPERTY_EXISTENCE,
     *     PROPERTY_TYPE; RANGE, TEXT, POINT, FULLTEXT, VECTOR, LOOKUP
     * @param entity NODE or RELATIONSHIP
     * @param labels its labels or relationship types
     * @param properties its properties, in order
     */
    record Create(
            boolean constraint,
            Optional<String> name,
            boolean unlessExists,
            String kind,
            String entity,
            List<String> labels,
            List<String> properties)
            implements CypherManner {
        public Create {
            labels = List.copyOf(labels);
            properties = List.copyOf(properties);
        }

        /** The element in words, for example {@code UNIQUENESS on User(id)}. */
        public String description() {
            return kind + " on " + String.join("|", labels) + "(" + String.join(", ", properties) + ")";
        }
    }
}
