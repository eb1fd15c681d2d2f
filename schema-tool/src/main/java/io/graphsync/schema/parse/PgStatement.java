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

    PgStatement with(PgNode parsed) {
        return new PgStatement(text, line, column, manner, variables, Optional.of(parsed));
    }
}
