package io.graphsync.schema.parse;

import io.graphsync.schema.file.MigrationFile;
import io.graphsync.schema.parse.PgToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads SQL twice: the lexer finds statements and variables, the server's own grammar confirms that each is one whole
 * statement. A file on which the two disagree is refused.
 */
final class PgReader {
    private final Optional<PgGrammar> grammar;

    PgReader(Optional<PgGrammar> grammar) {
        this.grammar = grammar;
    }

    boolean checksGrammar() {
        return grammar.isPresent();
    }

    ParsedFile read(MigrationFile file) {
        List<Refusal> refusals = new ArrayList<>();
        List<Statement> statements = new ArrayList<>();
        String text = file.text();
        try {
            List<List<PgToken>> split = PgSplitter.split(PgLexer.tokens(text));
            for (List<PgToken> tokens : split) {
                readStatement(file, tokens, statements, refusals);
            }
            if (refusals.isEmpty() && !split.isEmpty()) {
                confirm(file, split, refusals);
            }
        } catch (RefusedTextException e) {
            refusals.add(Refusal.at(file.path(), text, e.offset(), e.reason()));
        }
        return new ParsedFile(statements, refusals);
    }

    private static void readStatement(
            MigrationFile file, List<PgToken> tokens, List<Statement> statements, List<Refusal> refusals) {
        String text = file.text();
        int start = tokens.getFirst().start();
        try {
            PgManner manner = new PgMannerReader(text, tokens).read();
            refuseInWrongFile(file, manner, start);
            Refusal place = Refusal.at(file.path(), text, start, "");
            statements.add(new PgStatement(
                    text.substring(start, tokens.getLast().end()),
                    place.line(),
                    place.column(),
                    manner,
                    variables(tokens)));
        } catch (RefusedTextException e) {
            refusals.add(Refusal.at(file.path(), text, e.offset(), e.reason()));
        }
    }

    private static void refuseInWrongFile(MigrationFile file, PgManner manner, int start) throws RefusedTextException {
        String what = switch (manner) {
            case PgManner.BuildIndex build -> "CREATE INDEX CONCURRENTLY";
            case PgManner.Alone alone -> alone.what();
            case PgManner.Transactional ignored -> "";
            case PgManner.Procedure ignored -> "";
        };
        if (file.directives().transactional() && !what.isEmpty()) {
            throw new RefusedTextException(
                    start, what + " cannot run inside a transaction; write '-- migrate: no-transaction' at the head");
        }
    }

    private static List<VariableUse> variables(List<PgToken> tokens) {
        int start = tokens.getFirst().start();
        List<VariableUse> variables = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            PgToken token = tokens.get(i);
            if (token.kind() == Kind.LITERAL_VARIABLE || token.kind() == Kind.NAME_VARIABLE) {
                variables.add(
                        new VariableUse(token.word(), token.start() - start, token.end() - start, role(tokens, i)));
            }
        }
        return variables;
    }

    private static VariableUse.Role role(List<PgToken> tokens, int i) {
        if (tokens.get(i).kind() == Kind.NAME_VARIABLE) {
            return VariableUse.Role.IDENTIFIER;
        }
        boolean changesRole =
                (tokens.getFirst().is("CREATE") || tokens.getFirst().is("ALTER"))
                        && tokens.size() > 2
                        && (tokens.get(1).is("ROLE")
                                || tokens.get(1).is("USER")
                                || tokens.get(1).is("GROUP"));
        return changesRole && tokens.get(i - 1).is("PASSWORD") ? VariableUse.Role.PASSWORD : VariableUse.Role.LITERAL;
    }

    private void confirm(MigrationFile file, List<List<PgToken>> split, List<Refusal> refusals) {
        if (grammar.isEmpty()) {
            return;
        }
        String text = file.text();
        PgGrammar.Reading reading = grammar.get().read(withoutVariables(text, split));
        switch (reading) {
            case PgGrammar.Reading.Refused refused ->
                refusals.add(Refusal.at(file.path(), text, refused.offset(), refused.message()));
            case PgGrammar.Reading.Understood understood -> {
                for (int i = 0; i < split.size(); i++) {
                    PgToken first = split.get(i).getFirst();
                    boolean same = understood.starts().size() == split.size()
                            && understood.starts().get(i) <= first.start()
                            && (i == 0
                                    || understood.starts().get(i)
                                            > split.get(i - 1).getLast().start());
                    if (!same) {
                        refusals.add(Refusal.at(
                                file.path(),
                                text,
                                first.start(),
                                "the two parsers disagree about where this statement starts; please report this file"));
                        return;
                    }
                }
            }
        }
    }

    /** Variables are no SQL; without its colon each becomes a literal or a name, and nothing else moves. */
    private static String withoutVariables(String text, List<List<PgToken>> split) {
        StringBuilder sql = new StringBuilder(text);
        for (List<PgToken> tokens : split) {
            for (PgToken token : tokens) {
                if (token.kind() == Kind.LITERAL_VARIABLE || token.kind() == Kind.NAME_VARIABLE) {
                    sql.setCharAt(token.start(), ' ');
                }
            }
        }
        return sql.toString();
    }
}
