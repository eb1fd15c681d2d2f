package io.graphsync.schema.parse;

import io.graphsync.schema.file.Store;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;

/** Shows somebody else's statement without the values in it, any of which may be a secret. */
public final class LiteralMask {
    private static final String HIDDEN = "?";
    private static final String CUT_OFF = "…";

    private static final Set<Integer> CYPHER_VALUES = Set.of(
            Cypher5Lexer.STRING_LITERAL1,
            Cypher5Lexer.STRING_LITERAL2,
            Cypher5Lexer.DECIMAL_DOUBLE,
            Cypher5Lexer.UNSIGNED_DECIMAL_INTEGER,
            Cypher5Lexer.UNSIGNED_HEX_INTEGER,
            Cypher5Lexer.UNSIGNED_OCTAL_INTEGER);

    private LiteralMask() {}

    /**
     * The statement's words on one line, at most {@code width} characters: each literal is a question mark, comments are
     * left out, and what cannot be read for certain is cut off.
     *
     * @param text a statement as a server shows it, possibly cut off in its middle
     */
    public static String of(Store store, String text, int width) {
        String flat = switch (store) {
            case PG -> sql(text);
            case NEO4J -> cypher(text);
        };
        return flat.length() <= width ? flat : flat.substring(0, width - 1) + CUT_OFF;
    }

    private static String sql(String text) {
        PgLexer.Prefix prefix = PgLexer.longestPrefix(text);
        StringBuilder flat = new StringBuilder();
        int before = -1;
        for (PgToken token : prefix.tokens()) {
            String raw = text.substring(token.start(), token.end());
            // With standard_conforming_strings off, such a string would go on after its quote.
            if (token.kind() == PgToken.Kind.STRING && raw.endsWith("\\'")) {
                return flat.append(' ').append(CUT_OFF).toString();
            }
            flat.append(before >= 0 && before < token.start() ? " " : "").append(holdsValue(token) ? HIDDEN : raw);
            before = token.end();
        }
        return prefix.whole()
                ? flat.toString()
                : flat.append(' ').append(CUT_OFF).toString();
    }

    private static boolean holdsValue(PgToken token) {
        return switch (token.kind()) {
            case STRING, NUMBER, LITERAL_VARIABLE, NAME_VARIABLE -> true;
            case WORD, QUOTED_NAME, SYMBOL -> false;
        };
    }

    private static String cypher(String text) {
        Cypher5Lexer lexer = new Cypher5Lexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        StringBuilder flat = new StringBuilder();
        int before = -1;
        for (Token token : lexer.getAllTokens()) {
            // The rest of a string that is not closed would be read as words.
            if (token.getType() == Cypher5Lexer.ErrorChar) {
                return flat.append(' ').append(CUT_OFF).toString();
            }
            if (token.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            flat.append(before >= 0 && before < token.getStartIndex() ? " " : "")
                    .append(CYPHER_VALUES.contains(token.getType()) ? HIDDEN : token.getText());
            before = token.getStopIndex() + 1;
        }
        return flat.toString();
    }
}
