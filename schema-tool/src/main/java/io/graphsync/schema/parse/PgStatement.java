package io.graphsync.schema.parse;

import java.util.List;

/**
 * A statement of PostgreSQL.
 *
 * @param manner how it has to be run
 * @param variables the variables in its text, in order
 */
public record PgStatement(String text, int line, int column, PgManner manner, List<VariableUse> variables)
        implements Statement {
    public PgStatement {
        variables = List.copyOf(variables);
    }
}
