package io.graphsync.schema.parse;

import java.util.List;
import java.util.Optional;

/**
 * A statement of PostgreSQL.
 *
 * @param manner how it has to be run
 * @param variables the variables in its text, in order
 * @param tree its parse tree; empty where the grammar was not asked
 */
public record PgStatement(
        String text, int line, int column, PgManner manner, List<VariableUse> variables, Optional<PgNode> tree)
        implements Statement {
    public PgStatement {
        variables = List.copyOf(variables);
    }

    /** A statement that the grammar was not asked about. */
    public PgStatement(String text, int line, int column, PgManner manner, List<VariableUse> variables) {
        this(text, line, column, manner, variables, Optional.empty());
    }

    /** The names in its text, and the words that may be some, as they are written. */
    public List<String> names() {
        return PgLexer.longestPrefix(text).tokens().stream()
                .filter(token -> token.kind() == PgToken.Kind.WORD || token.kind() == PgToken.Kind.QUOTED_NAME)
                .map(token -> text.substring(token.start(), token.end()))
                .map(name -> name.startsWith("\"")
                        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                        : name)
                .toList();
    }

    PgStatement with(PgNode parsed) {
        return new PgStatement(text, line, column, manner, variables, Optional.of(parsed));
    }
}
