package io.graphsync.schema.parse;

/** One statement of a migration file, as it is sent to its server. */
public sealed interface Statement permits PgStatement, CypherStatement {
    /** The statement's text without the comments before it and without the semicolon; variables are still names. */
    String text();

    /** The line in the file where it starts, counted from 1. */
    int line();

    /** The column in that line, counted from 1. */
    int column();

    /** The first words of the text on one line, at most {@code width} characters: for people. */
    default String summary(int width) {
        StringBuilder flat = new StringBuilder();
        for (String word : text().split("\\s+", -1)) {
            flat.append(flat.isEmpty() ? "" : " ").append(word);
            if (flat.length() > width) {
                return flat.substring(0, Math.max(1, width - 1)) + "…";
            }
        }
        return flat.toString();
    }
}
