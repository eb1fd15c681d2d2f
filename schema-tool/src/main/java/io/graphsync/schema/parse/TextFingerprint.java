package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;

/**
 * What a file says, whatever its spaces, line breaks and comments are: a digest of its tokens. Two files with the same
 * fingerprint do the same; two that do the same may still differ in it, for example by the case of a name in Cypher.
 *
 * <p>The fingerprint of libpg_query would not do, since it leaves constants out: a default of 5 and one of 6 are the same
 * to it.
 */
public final class TextFingerprint {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

    private TextFingerprint() {}

    /** The fingerprint in hexadecimal; empty if the text has no tokens that could be told apart. */
    public static Optional<String> of(MigrationFile file) {
        return switch (file.store()) {
            case PG -> sql(file.text());
            case NEO4J -> cypher(file.text());
        };
    }

    private static Optional<String> sql(String text) {
        try {
            MessageDigest digest = sha256();
            for (List<PgToken> statement : PgSplitter.split(PgLexer.tokens(text))) {
                int before = -1;
                for (PgToken token : statement) {
                    digest.update(sql(text, token, before).getBytes(StandardCharsets.UTF_8));
                    before = token.end();
                }
                digest.update((byte) 0);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (RefusedTextException e) {
            return Optional.empty();
        }
    }

    private static String sql(String text, PgToken token, int before) {
        String raw = text.substring(token.start(), token.end());
        // Operators are cut into characters here, and << is not < and <.
        boolean continued = before == token.start()
                && before > 0
                && OPERATORS.indexOf(text.charAt(before - 1)) >= 0
                && OPERATORS.indexOf(raw.charAt(0)) >= 0;
        String word = token.kind() == PgToken.Kind.WORD ? folded(raw) : raw;
        return (continued ? "+" : " ") + token.kind() + word + '\0';
    }

    /** The server folds these letters alone. */
    private static String folded(String word) {
        StringBuilder folded = new StringBuilder(word);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    private static Optional<String> cypher(String text) {
        Cypher5Lexer lexer = new Cypher5Lexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        MessageDigest digest = sha256();
        boolean ended = true;
        for (Token token : lexer.getAllTokens()) {
            if (token.getType() == Cypher5Lexer.ErrorChar) {
                return Optional.empty();
            }
            boolean end = token.getType() == Cypher5Lexer.SEMICOLON;
            if (token.getChannel() == Token.DEFAULT_CHANNEL && !(end && ended)) {
                String part = token.getType() + " " + token.getText() + '\0';
                digest.update((end ? "\0" : part).getBytes(StandardCharsets.UTF_8));
                ended = end;
            }
        }
        if (!ended) {
            digest.update((byte) 0);
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
