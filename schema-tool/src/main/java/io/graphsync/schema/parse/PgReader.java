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
        String text = file.text();
        try {
            List<List<PgToken>> split = PgSplitter.split(PgLexer.tokens(text));
            List<Optional<PgStatement>> cut = split.stream()
                    .map(tokens -> readStatement(file, tokens, refusals))
                    .toList();
            List<Optional<PgNode>> trees = split.isEmpty() ? List.of() : trees(file, split, refusals);
            return new ParsedFile(withTrees(cut, trees), refusals);
        } catch (RefusedTextException e) {
            refusals.add(Refusal.at(file.path(), text, e.offset(), e.reason()));
            return new ParsedFile(List.of(), refusals);
        }
    }

    private static List<Statement> withTrees(List<Optional<PgStatement>> cut, List<Optional<PgNode>> trees) {
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < cut.size(); i++) {
            Optional<PgNode> tree = i < trees.size() ? trees.get(i) : Optional.empty();
            cut.get(i)
                    .map(statement -> tree.map(statement::with).orElse(statement))
                    .ifPresent(statements::add);
        }
        return statements;
    }

    private static Optional<PgStatement> readStatement(
            MigrationFile file, List<PgToken> tokens, List<Refusal> refusals) {
        String text = file.text();
        int start = tokens.getFirst().start();
        try {
            PgManner manner = new PgMannerReader(text, tokens).read();
            Refusal place = Refusal.at(file.path(), text, start, "");
            misplaced(file, manner)
                    .map(reason -> Refusal.at(file.path(), text, start, reason))
                    .ifPresent(refusals::add);
            return Optional.of(new PgStatement(
                    text.substring(start, tokens.getLast().end()),
                    place.line(),
                    place.column(),
                    manner,
                    variables(tokens)));
        } catch (RefusedTextException e) {
            refusals.add(Refusal.at(file.path(), text, e.offset(), e.reason()));
            return Optional.empty();
        }
    }

    private static Optional<String> misplaced(MigrationFile file, PgManner manner) {
        String what = switch (manner) {
            case PgManner.BuildIndex build -> "CREATE INDEX CONCURRENTLY";
            case PgManner.Alone alone -> alone.what();
            case PgManner.Transactional ignored -> "";
            case PgManner.Procedure ignored -> "";
        };
        return file.directives().transactional() && !what.isEmpty()
                ? Optional.of(what + Refusal.NOT_IN_TRANSACTION + "; write '-- migrate: no-transaction' at the head")
                : Optional.empty();
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

    /**
     * The trees of the statements. The grammar has to see the same statements at the same places; where it refuses one of
     * them, the others are read by themselves, so that a review can tell about them, too.
     */
    private List<Optional<PgNode>> trees(MigrationFile file, List<List<PgToken>> split, List<Refusal> refusals) {
        if (grammar.isEmpty()) {
            return List.of();
        }
        String text = file.text();
        String sql = withoutVariables(text, split);
        return switch (grammar.get().read(sql)) {
            case PgGrammar.Reading.Refused refused -> {
                refusals.add(Refusal.at(file.path(), text, refused.offset(), refused.message()));
                yield split.stream().map(tokens -> treeOfOne(sql, tokens)).toList();
            }
            case PgGrammar.Reading.Understood understood -> {
                firstDifference(understood, split)
                        .ifPresent(
                                first -> refusals.add(
                                        Refusal.at(
                                                file.path(),
                                                text,
                                                first.start(),
                                                "the two parsers disagree about where this statement starts; please report this file")));
                yield understood.trees().stream().map(Optional::of).toList();
            }
        };
    }

    private Optional<PgNode> treeOfOne(String sql, List<PgToken> tokens) {
        String one = sql.substring(tokens.getFirst().start(), tokens.getLast().end());
        return grammar.orElseThrow().read(one) instanceof PgGrammar.Reading.Understood understood
                        && understood.trees().size() == 1
                ? Optional.of(understood.trees().getFirst())
                : Optional.empty();
    }

    private static Optional<PgToken> firstDifference(
            PgGrammar.Reading.Understood understood, List<List<PgToken>> split) {
        for (int i = 0; i < split.size(); i++) {
            PgToken first = split.get(i).getFirst();
            boolean same = understood.starts().size() == split.size()
                    && understood.starts().get(i) <= first.start()
                    && (i == 0
                            || understood.starts().get(i)
                                    > split.get(i - 1).getLast().start());
            if (!same) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
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
