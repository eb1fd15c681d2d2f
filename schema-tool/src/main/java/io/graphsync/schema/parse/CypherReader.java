package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads Cypher with Neo4j's own grammar: splits files into statements and tells how each has to be run. */
final class CypherReader {
    private CypherReader() {}

    static ParsedFile read(MigrationFile file) {
        List<Refusal> refusals = new ArrayList<>();
        CharStream characters = CharStreams.fromString(file.text());
        ErrorCollector errors = new ErrorCollector(file.path(), refusals);
        Cypher5Lexer lexer = new Cypher5Lexer(characters);
        lexer.removeErrorListeners();
        lexer.addErrorListener(errors);
        CommonTokenStream tokens = new CommonTokenStream(lexer);
        tokens.fill();
        if (holdsCommentsAlone(tokens)) {
            return new ParsedFile(List.of(), refusals);
        }
        Cypher5Parser parser = new Cypher5Parser(tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(errors);
        Cypher5Parser.StatementsContext parsed = parser.statements();
        List<Statement> statements = new ArrayList<>();
        if (refusals.isEmpty()) {
            for (Cypher5Parser.StatementContext statement : parsed.statement()) {
                statements.add(read(file, characters, statement, refusals));
            }
        }
        return new ParsedFile(statements, refusals);
    }

    private static boolean holdsCommentsAlone(CommonTokenStream tokens) {
        return tokens.getTokens().stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .allMatch(token -> token.getType() == Token.EOF || token.getType() == Cypher5Lexer.SEMICOLON);
    }

    private static Statement read(
            MigrationFile file,
            CharStream characters,
            Cypher5Parser.StatementContext statement,
            List<Refusal> refusals) {
        Token start = statement.getStart();
        String text = characters.getText(
                Interval.of(start.getStartIndex(), statement.getStop().getStopIndex()));
        CypherMannerReader reader = new CypherMannerReader();
        CypherManner manner = reader.read(statement);
        reader.refusal()
                .ifPresent(reason -> refusals.add(
                        new Refusal(file.path(), start.getLine(), start.getCharPositionInLine() + 1, reason)));
        return new CypherStatement(
                text,
                start.getLine(),
                start.getCharPositionInLine() + 1,
                manner,
                Optional.of(CypherNode.of(statement)));
    }

    /** Turns the grammar's complaints into refusals. */
    private static final class ErrorCollector extends BaseErrorListener {
        private final String path;
        private final List<Refusal> refusals;

        ErrorCollector(String path, List<Refusal> refusals) {
            this.path = path;
            this.refusals = refusals;
        }

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                @Nullable Object symbol,
                int line,
                int column,
                String message,
                @Nullable RecognitionException cause) {
            boolean fromLexer = recognizer instanceof Lexer;
            // The list of everything that could have followed is longer than anybody reads.
            int expecting = message.indexOf(" expecting {");
            String reason = expecting < 0 ? message : message.substring(0, expecting);
            refusals.add(new Refusal(path, line, column + 1, (fromLexer ? "" : "not Cypher: ") + reason));
        }
    }
}
