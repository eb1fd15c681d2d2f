package io.graphsync.schema.parse;

import java.util.List;

/** Neo4j's grammar for Cypher that stands in no file of its own, such as a text that a procedure runs. */
public final class CypherTrees {
    private CypherTrees() {}

    /** The trees of the statements of a text; what is no Cypher is left out. */
    public static List<CypherNode> of(String text) {
        return CypherReader.trees(text);
    }
}
