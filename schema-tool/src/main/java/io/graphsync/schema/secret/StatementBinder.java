package io.graphsync.schema.secret;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Directives;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.VariableUse;
import java.util.Optional;

/** Puts the values of variables into a statement, quoted. The result is for the server alone, never for a message. */
public final class StatementBinder {
    private final Variables variables;

    public StatementBinder(Variables variables) {
        this.variables = variables;
    }

    /**
     * The statement with its values.
     *
     * @throws MigrateException if a variable that is not optional has no value
     */
    public String bind(PgStatement statement, Directives directives) {
        StringBuilder sql = new StringBuilder();
        int done = 0;
        for (VariableUse use : statement.variables()) {
            sql.append(statement.text(), done, use.start()).append(quoted(use, directives));
            done = use.end();
        }
        return sql.append(statement.text().substring(done)).toString();
    }

    private String quoted(VariableUse use, Directives directives) {
        Optional<String> value = variables.value(use.name());
        if (value.isEmpty() && directives.optionalVariables().containsKey(use.name())) {
            value = directives.optionalVariables().get(use.name());
            if (value.isEmpty() && use.role() != VariableUse.Role.IDENTIFIER) {
                return "NULL";
            }
        }
        String text = value.orElseThrow(() -> new MigrateException(
                FailureKind.CONFIGURATION,
                "The variable " + use.name() + " has no value: set " + Variables.environmentName(use.name()) + " or "
                        + Variables.environmentName(use.name()) + "_FILE"));
        return switch (use.role()) {
            case LITERAL -> literal(text);
            case IDENTIFIER -> '"' + text.replace("\"", "\"\"") + '"';
            case PASSWORD -> {
                String verifier = ScramVerifier.of(text);
                variables.remember(verifier);
                yield literal(verifier);
            }
        };
    }

    /** A literal that is safe whatever the server's setting of standard_conforming_strings. */
    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }
}
