package io.graphsync.schema.parse;

import java.util.Optional;

/**
 * A statement of Neo4j.
 *
 * @param manner how it has to be run, and what has to be true afterwards
 * @param tree its parse tree; empty where the server is asked to explain it alone
 */
public record CypherStatement(String text, int line, int column, CypherManner manner, Optional<CypherNode> tree)
        implements Statement {

    /** A statement without its tree. */
    public CypherStatement(String text, int line, int column, CypherManner manner) {
        this(text, line, column, manner, Optional.empty());
    }
}
