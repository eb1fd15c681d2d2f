package io.graphsync.schema.parse;

import io.graphsync.schema.parse.PgToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into tokens by PostgreSQL's lexical rules (the manual's chapter "Lexical Structure"), with psql's variables
 * on top. Comments are dropped.
 *
 * <p>Beside the full grammar of {@link PgGrammar} this small lexer exists because variables are no part of that grammar,
 * and because it starts in no time.
 */
final class PgLexer {
    private final String text;
    private final List<PgToken> tokens = new ArrayList<>();
    private int at;

    private PgLexer(String text) {
        this.text = text;
    }

    static List<PgToken> tokens(String text) throws RefusedTextException {
        return new PgLexer(text).run();
    }

    /**
     * The tokens at the head of a text that need not be whole.
     *
     * @param whole true if the tokens are all of it
     */
    record Prefix(List<PgToken> tokens, boolean whole) {}

    /** As many tokens as can be read. */
    static Prefix longestPrefix(String text) {
        PgLexer lexer = new PgLexer(text);
        try {
            return new Prefix(lexer.run(), true);
        } catch (RefusedTextException e) {
            return new Prefix(List.copyOf(lexer.tokens), false);
        }
    }

    private List<PgToken> run() throws RefusedTextException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (text.startsWith("--", at)) {
                skipLineComment();
            } else if (text.startsWith("/*", at)) {
                skipBlockComment();
            } else {
                token(c);
            }
        }
        return tokens;
    }

    private void token(char c) throws RefusedTextException {
        if (c == '\'') {
            string(at, at, false);
        } else if (c == '"') {
            add(Kind.QUOTED_NAME, at, quoted(at, '"', false, "quoted name"));
        } else if (c == '$' && dollarTagEnd() > 0) {
            dollarString(dollarTagEnd());
        } else if (isNameStart(c)) {
            nameOrPrefixedString(c);
        } else if (Character.isDigit(c)) {
            number();
        } else if (c == ':' && (peek(1) == '\'' || peek(1) == '"')) {
            variable();
        } else if (c == ':' && peek(1) == ':') {
            add(Kind.SYMBOL, at, at + 2);
        } else if (c == '\\') {
            throw new RefusedTextException(
                    at, "psql commands (\\…) are no SQL and cannot be run here; write the statement itself");
        } else {
            add(Kind.SYMBOL, at, at + 1);
        }
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private void add(Kind kind, int start, int end) {
        tokens.add(PgToken.of(kind, text, start, end));
        at = end;
    }

    /** To the server a carriage return ends a line, too. */
    private void skipLineComment() {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipBlockComment() throws RefusedTextException {
        int start = at;
        int depth = 0;
        do {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < text.length());
        if (depth > 0) {
            throw new RefusedTextException(start, "unterminated comment");
        }
    }

    private void string(int start, int quoteAt, boolean escapes) throws RefusedTextException {
        add(Kind.STRING, start, quoted(quoteAt, '\'', escapes, "string"));
    }

    /** Where a quoted token ends; a doubled quote stands for itself, and so does an escaped one where escapes count. */
    private int quoted(int quoteAt, char quote, boolean escapes, String what) throws RefusedTextException {
        int i = quoteAt + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (escapes && c == '\\') {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw new RefusedTextException(quoteAt, "unterminated " + what);
    }

    /** The offset after {@code $tag$}, or -1 if no dollar quote starts here. */
    private int dollarTagEnd() {
        int i = at + 1;
        while (i < text.length()
                && (isNameStart(text.charAt(i)) || (i > at + 1 && Character.isDigit(text.charAt(i))))) {
            i++;
        }
        return i < text.length() && text.charAt(i) == '$' ? i + 1 : -1;
    }

    private void dollarString(int tagEnd) throws RefusedTextException {
        String tag = text.substring(at, tagEnd);
        int close = text.indexOf(tag, tagEnd);
        if (close < 0) {
            throw new RefusedTextException(at, "unterminated string " + tag);
        }
        add(Kind.STRING, at, close + tag.length());
    }

    private void nameOrPrefixedString(char c) throws RefusedTextException {
        int start = at;
        boolean escapes = c == 'E' || c == 'e';
        if (peek(1) == '\'' && "EeBbXxNn".indexOf(c) >= 0) {
            string(start, start + 1, escapes);
        } else if ((c == 'U' || c == 'u') && peek(1) == '&' && peek(2) == '\'') {
            string(start, start + 2, false);
        } else if ((c == 'U' || c == 'u') && peek(1) == '&' && peek(2) == '"') {
            add(Kind.QUOTED_NAME, start, quoted(start + 2, '"', false, "quoted name"));
        } else {
            int end = start + 1;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            add(Kind.WORD, start, end);
        }
    }

    private void number() {
        int end = at + 1;
        while (end < text.length() && (isNamePart(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        add(Kind.NUMBER, at, end);
    }

    private void variable() throws RefusedTextException {
        int start = at;
        char quote = text.charAt(at + 1);
        int end = quoted(at + 1, quote, false, "variable");
        String name = text.substring(start + 2, end - 1);
        boolean simple = !name.isEmpty() && name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        if (!simple) {
            throw new RefusedTextException(start, "a variable's name has letters, digits and _ only");
        }
        tokens.add(new PgToken(quote == '"' ? Kind.NAME_VARIABLE : Kind.LITERAL_VARIABLE, start, end, name));
        at = end;
    }

    /** What the server takes for space; the wider spaces of Unicode are letters to it. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c) || c == '$';
    }
}
