package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;

/** Reads Cypher with Neo4j's own grammars: splits files into statements and tells how each has to be run. */
final class CypherReader {
    /** The grammars' time and memory rise with the third power of it: 100 take seconds, 200 a minute and 2 GB. */
    private static final int MAX_NESTED_CASES = 50;

    private CypherReader() {}

    /**
     * A statement's place in its file.
     *
     * @param tokens what the statement consists of, the words before the query among them
     * @param prefix how many of them are before the query: {@code EXPLAIN}, {@code CYPHER 25 …}
     */
    private record Piece(List<Token> tokens, int prefix) {
        int start() {
            return tokens.getFirst().getStartIndex();
        }

        int end() {
            return tokens.getLast().getStopIndex() + 1;
        }

        int nestedCases() {
            int depth = 0;
            int deepest = 0;
            for (Token token : tokens) {
                if (token.getType() == Cypher5Lexer.CASE) {
                    deepest = Math.max(deepest, ++depth);
                } else if (token.getType() == Cypher5Lexer.END) {
                    depth--;
                }
            }
            return deepest;
        }
    }

    static ParsedFile read(MigrationFile file) {
        List<Refusal> refusals = new ArrayList<>();
        List<CypherGrammar.Complaint> complaints = new ArrayList<>();
        List<Piece> pieces = split(file.text(), complaints);
        complaints.forEach(complaint ->
                refusals.add(new Refusal(file.path(), complaint.line(), complaint.column() + 1, complaint.reason())));
        List<Statement> statements = new ArrayList<>();
        for (Piece piece : complaints.isEmpty() ? pieces : List.<Piece>of()) {
            statement(file, piece, refusals).ifPresent(statements::add);
        }
        return new ParsedFile(statements, refusals);
    }

    private static List<Piece> split(String text, List<CypherGrammar.Complaint> complaints) {
        Lexer lexer = CypherGrammar.CYPHER_5.lexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new CypherGrammar.Complaints(complaints));
        List<Piece> pieces = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            if (token.getType() != Cypher5Lexer.SEMICOLON) {
                if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                    current.add(token);
                }
            } else if (!current.isEmpty()) {
                pieces.add(new Piece(current, prefix(current)));
                current = new ArrayList<>();
            } else if (!pieces.isEmpty()) {
                complaints.add(new CypherGrammar.Complaint(
                        token.getLine(), token.getCharPositionInLine(), "not Cypher: an empty statement"));
            }
        }
        if (!current.isEmpty()) {
            pieces.add(new Piece(current, prefix(current)));
        }
        return pieces;
    }

    /** How many words the server takes off before it reads the query: what to do with it, and in which language it is. */
    private static int prefix(List<Token> tokens) {
        int at = 0;
        while (at < tokens.size()) {
            switch (word(tokens, at)) {
                case "EXPLAIN", "PROFILE" -> at++;
                case "CYPHER" -> at = afterOptions(tokens, at + 1);
                default -> {
                    return at;
                }
            }
        }
        return at;
    }

    private static int afterOptions(List<Token> tokens, int from) {
        int at = from;
        boolean version = List.of("5", "25").contains(word(tokens, at));
        if (version) {
            at++;
        }
        while (word(tokens, at + 1).equals("=")) {
            at += 3;
        }
        return at;
    }

    private static String word(List<Token> tokens, int at) {
        return at < tokens.size() ? tokens.get(at).getText().toUpperCase(Locale.ROOT) : "";
    }

    private static Optional<Statement> statement(MigrationFile file, Piece piece, List<Refusal> refusals) {
        int from = file.text().offsetByCodePoints(0, piece.start());
        int to = file.text().offsetByCodePoints(0, piece.end());
        String text = file.text().substring(from, to);
        Token first = piece.tokens().getFirst();
        Refusal place = new Refusal(file.path(), first.getLine(), first.getCharPositionInLine() + 1, "");
        try {
            if (piece.nestedCases() <= MAX_NESTED_CASES) {
                return statement(text, piece, place, refusals);
            }
        } catch (StackOverflowError deep) { // The grammar follows the nesting of the text.
        }
        refusals.add(new Refusal(
                file.path(),
                place.line(),
                place.column(),
                "nested too deeply to be followed: write it in smaller pieces"));
        return Optional.empty();
    }

    private static Optional<Statement> statement(String text, Piece piece, Refusal place, List<Refusal> refusals) {
        CypherGrammar.Reading reading = read(text, piece);
        if (reading.tree().isEmpty()) {
            reading.complaints()
                    .forEach(complaint -> refusals.add(new Refusal(
                            place.path(),
                            place.line() + complaint.line() - 1,
                            complaint.line() == 1 ? place.column() + complaint.column() : complaint.column() + 1,
                            complaint.reason())));
            return Optional.empty();
        }
        boolean explained = piece.tokens().subList(0, piece.prefix()).stream()
                .anyMatch(token -> token.getText().equalsIgnoreCase("EXPLAIN"));
        CypherMannerReader reader = new CypherMannerReader();
        CypherManner manner = reader.read(reading.tree().get());
        reader.refusal()
                .ifPresent(reason -> refusals.add(new Refusal(place.path(), place.line(), place.column(), reason)));
        return Optional.of(new CypherStatement(
                text,
                place.line(),
                place.column(),
                explained ? new CypherManner.Data() : manner,
                explained ? Optional.empty() : reading.tree()));
    }

    /** In the language that the statement names; else in 5, which servers take it for, or in 25 where 5 does not have it. */
    private static CypherGrammar.Reading read(String text, Piece piece) {
        List<String> prefix = piece.tokens().subList(0, piece.prefix()).stream()
                .map(token -> token.getText().toUpperCase(Locale.ROOT))
                .toList();
        StringBuilder query = new StringBuilder(text);
        int queryStart = piece.prefix() < piece.tokens().size()
                ? text.offsetByCodePoints(0, piece.tokens().get(piece.prefix()).getStartIndex() - piece.start())
                : text.length();
        for (int i = 0; i < queryStart; i++) {
            if (query.charAt(i) != '\n') {
                query.setCharAt(i, ' ');
            }
        }
        boolean named = prefix.contains("CYPHER") && (prefix.contains("5") || prefix.contains("25"));
        if (named) {
            return (prefix.contains("25") ? CypherGrammar.CYPHER_25 : CypherGrammar.CYPHER_5).read(query.toString());
        }
        CypherGrammar.Reading five = CypherGrammar.CYPHER_5.read(query.toString());
        if (five.tree().isPresent()) {
            return five;
        }
        CypherGrammar.Reading later = CypherGrammar.CYPHER_25.read(query.toString());
        return later.tree().isPresent() ? later : five;
    }

    /** Reads statements that stand in no file, such as a text that a procedure runs; empty if they are no Cypher. */
    static List<CypherNode> trees(String text) {
        List<CypherGrammar.Complaint> complaints = new ArrayList<>();
        return split(text, complaints).stream()
                .flatMap(piece -> read(
                        text.substring(
                                text.offsetByCodePoints(0, piece.start()), text.offsetByCodePoints(0, piece.end())),
                        piece)
                        .tree()
                        .stream())
                .toList();
    }
}
