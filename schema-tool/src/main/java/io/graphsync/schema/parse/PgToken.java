package io.graphsync.schema.parse;

import java.util.Locale;

/**
 * A token of PostgreSQL.
 *
 * @param kind what it is
 * @param start offset of its first character
 * @param end offset after its last character
 * @param word the text in upper case for {@link Kind#WORD}, the variable's name for variables, else the text
 */
record PgToken(Kind kind, int start, int end, String word) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        LITERAL_VARIABLE,
        NAME_VARIABLE
    }

    static PgToken of(Kind kind, String text, int start, int end) {
        String raw = text.substring(start, end);
        return new PgToken(kind, start, end, kind == Kind.WORD ? raw.toUpperCase(Locale.ROOT) : raw);
    }

    boolean is(String wanted) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && word.equals(wanted);
    }
}
