package io.graphsync.schema.parse;

/**
 * A place in a file that cannot be understood or must not be run.
 *
 * @param path the file
 * @param line counted from 1
 * @param column counted from 1
 * @param reason what is wrong, and what to write instead
 */
public record Refusal(String path, int line, int column, String reason) {
    static final String TRANSACTION_CONTROL = " is transaction control";
    static final String NOT_IN_TRANSACTION = " cannot run inside a transaction";

    /** Whether it is about a statement that begins or ends transactions. */
    public boolean isTransactionControl() {
        return reason.contains(TRANSACTION_CONTROL);
    }

    /** Whether it is about a statement that is understood, and stands in a file that runs in one transaction. */
    public boolean isMisplaced() {
        return reason.contains(NOT_IN_TRANSACTION);
    }

    /** The refusal of the character at an offset of a text. */
    static Refusal at(String path, String text, int offset, String reason) {
        int line = 1;
        int lineStart = 0;
        int end = Math.min(offset, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Refusal(path, line, end - lineStart + 1, reason);
    }

    @Override
    public String toString() {
        return path + ":" + line + ":" + column + ": " + reason;
    }
}
