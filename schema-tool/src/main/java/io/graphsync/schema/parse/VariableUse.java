package io.graphsync.schema.parse;

/**
 * A place where a value enters a statement, written {@code :'name'} or {@code :"name"} as in psql.
 *
 * @param name the variable
 * @param start offset of the colon in the statement's text
 * @param end offset after the closing quote
 * @param role what the value becomes there
 */
public record VariableUse(String name, int start, int end, Role role) {
    /** What a value becomes in the statement. */
    public enum Role {
        /** A string literal. */
        LITERAL,
        /** A quoted identifier. */
        IDENTIFIER,
        /** The password of a role: sent as a verifier, so that the server never sees the clear text. */
        PASSWORD
    }
}
