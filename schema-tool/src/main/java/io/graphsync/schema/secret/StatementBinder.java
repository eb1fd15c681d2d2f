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
     * The statement with its values; empty if it uses an optional variable that has neither a value nor a default, in
     * which case the statement is left out.
     *
     * @throws MigrateException if a variable that is not optional has no value
     */
    public Optional<String> bind(PgStatement statement, Directives directives) {
        StringBuilder sql = new StringBuilder();
        int done = 0;
        for (VariableUse use : statement.variables()) {
            Optional<String> value = value(use, directives);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            sql.append(statement.text(), done, use.start()).append(quoted(use.role(), value.get()));
            done = use.end();
        }
        return Optional.of(sql.append(statement.text().substring(done)).toString());
    }

    private Optional<String> value(VariableUse use, Directives directives) {
        Optional<String> value = variables.value(use.name());
        if (value.isPresent()) {
            return value;
        }
        Optional<String> fallback = directives.optionalVariables().get(use.name());
        if (fallback == null) {
            throw new MigrateException(
                    FailureKind.CONFIGURATION,
                    "The variable " + use.name() + " has no value: set " + Variables.environmentName(use.name())
                            + " or " + Variables.environmentName(use.name()) + "_FILE");
        }
        return fallback;
    }

    private String quoted(VariableUse.Role role, String value) {
        return switch (role) {
            case LITERAL -> literal(value);
            case IDENTIFIER -> '"' + value.replace("\"", "\"\"") + '"';
            case PASSWORD -> {
                String verifier = ScramVerifier.of(value);
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
