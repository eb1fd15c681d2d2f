package io.graphsync.schema.parse;

/** The lexer came to a character that no token starts with, or to the end of a token that is not closed. */
final class RefusedTextException extends Exception {
    private final int offset;
    private final String reason;

    RefusedTextException(int offset, String reason) {
        super(reason);
        this.offset = offset;
        this.reason = reason;
    }

    int offset() {
        return offset;
    }

    String reason() {
        return reason;
    }
}
