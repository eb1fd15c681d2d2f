package io.graphsync.schema.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v25.Cypher25Lexer;
import org.neo4j.cypher.internal.parser.v25.Cypher25Parser;
import org.neo4j.cypher.internal.parser.v5.Cypher5Lexer;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Neo4j's grammars: the two versions of the language that its servers speak side by side. */
enum CypherGrammar {
    CYPHER_5 {
        @Override
        Lexer lexer(CharStream characters) {
            return new Cypher5Lexer(characters);
        }

        @Override
        ParserRuleContext statement(CommonTokenStream tokens, BaseErrorListener errors) {
            Cypher5Parser parser = quiet(new Cypher5Parser(tokens), errors);
            return only(parser.statements(), Cypher5Parser.StatementContext.class);
        }
    },
    CYPHER_25 {
        @Override
        Lexer lexer(CharStream characters) {
            return new Cypher25Lexer(characters);
        }

        @Override
        ParserRuleContext statement(CommonTokenStream tokens, BaseErrorListener errors) {
            Cypher25Parser parser = quiet(new Cypher25Parser(tokens), errors);
            return only(parser.statements(), Cypher25Parser.StatementContext.class);
        }
    };

    abstract Lexer lexer(CharStream characters);

    abstract ParserRuleContext statement(CommonTokenStream tokens, BaseErrorListener errors);

    private static <P extends Parser> P quiet(P parser, BaseErrorListener errors) {
        parser.removeErrorListeners();
        parser.addErrorListener(errors);
        return parser;
    }

    private static ParserRuleContext only(ParserRuleContext statements, Class<? extends ParserRuleContext> kind) {
        ParserRuleContext first = statements.getRuleContext(kind, 0);
        return first == null ? statements : first;
    }

    /** A complaint about a text, at a place in it: lines counted from 1, columns from 0. */
    record Complaint(int line, int column, String reason) {}

    /** What the grammar makes of one statement; the tree counts only where there is no complaint. */
    record Reading(Optional<CypherNode> tree, List<Complaint> complaints) {}

    /** Reads one statement. */
    Reading read(String statement) {
        List<Complaint> complaints = new ArrayList<>();
        Complaints listener = new Complaints(complaints);
        Lexer lexer = lexer(CharStreams.fromString(statement));
        lexer.removeErrorListeners();
        lexer.addErrorListener(listener);
        ParserRuleContext tree = statement(new CommonTokenStream(lexer), listener);
        return new Reading(complaints.isEmpty() ? Optional.of(CypherNode.of(tree)) : Optional.empty(), complaints);
    }

    /** Collects what the grammar complains about. */
    static final class Complaints extends BaseErrorListener {
        private final List<Complaint> complaints;

        Complaints(List<Complaint> complaints) {
            this.complaints = complaints;
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
            complaints.add(new Complaint(line, column, (fromLexer ? "" : "not Cypher: ") + reason));
        }
    }
}
