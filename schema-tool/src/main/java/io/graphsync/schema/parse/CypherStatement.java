package io.graphsync.schema.parse;

/**
 * A statement of Neo4j.
 *
 * @param manner how it has to be run, and what has to be true afterwards
 */
public record CypherStatement(String text, int line, int column, CypherManner manner) implements Statement {}
