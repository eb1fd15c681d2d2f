package io.graphsync.schema.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.file.Directives;
import io.graphsync.schema.parse.PgManner;
import io.graphsync.schema.parse.PgStatement;
import io.graphsync.schema.parse.VariableUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementBinderTest {
    private static PgStatement statement(VariableUse.Role role) {
        return new PgStatement(
                "SELECT :'v' AS x", 1, 1, new PgManner.Transactional(), List.of(new VariableUse("v", 7, 11, role)));
    }

    private static Directives directives(Map<String, Optional<String>> optional) {
        return new Directives(true, Set.of(), List.of(), Optional.empty(), Set.of(), optional);
    }

    private static Optional<String> bind(VariableUse.Role role, Map<String, String> environment) {
        return new StatementBinder(new Variables(environment)).bind(statement(role), directives(Map.of()));
    }

    @Test
    void values_are_quoted() {
        assertThat(bind(VariableUse.Role.LITERAL, Map.of("V", "it's; DROP"))).contains("SELECT 'it''s; DROP' AS x");
        assertThat(bind(VariableUse.Role.LITERAL, Map.of("V", "a\\'b"))).contains("SELECT  E'a\\\\''b' AS x");
        assertThat(bind(VariableUse.Role.IDENTIFIER, Map.of("V", "odd\"name"))).contains("SELECT \"odd\"\"name\" AS x");
    }

    @Test
    void passwords_become_verifiers() {
        assertThat(bind(VariableUse.Role.PASSWORD, Map.of("V", "secret")))
                .hasValueSatisfying(
                        sql -> assertThat(sql).contains("SCRAM-SHA-256$4096:").doesNotContain("secret"));
    }

    @Test
    void a_file_may_hold_the_value(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("v"), "from file\n");

        assertThat(bind(VariableUse.Role.LITERAL, Map.of("V_FILE", file.toString())))
                .contains("SELECT 'from file' AS x");
        assertThatThrownBy(() -> bind(VariableUse.Role.LITERAL, Map.of("V_FILE", directory + "/nothing")))
                .hasMessageContaining("V_FILE: cannot read");
    }

    @Test
    void a_variable_without_a_value_is_named() {
        assertThatThrownBy(() -> bind(VariableUse.Role.LITERAL, Map.of()))
                .hasMessage("The variable v has no value: set V or V_FILE");
    }

    @Test
    void an_optional_variable_has_its_default_or_leaves_the_statement_out() {
        StatementBinder binder = new StatementBinder(new Variables(Map.of()));
        PgStatement statement = statement(VariableUse.Role.LITERAL);

        assertThat(binder.bind(statement, directives(Map.of("v", Optional.of("1536")))))
                .contains("SELECT '1536' AS x");
        assertThat(binder.bind(statement, directives(Map.of("v", Optional.empty()))))
                .isEmpty();
    }

    @Test
    void what_was_handed_out_is_taken_out_of_messages() {
        Variables variables = new Variables(Map.of("V", "it's secret"));
        new StatementBinder(variables).bind(statement(VariableUse.Role.LITERAL), directives(Map.of()));

        assertThat(variables.redact("near \"it's secret\" or 'it''s secret'")).isEqualTo("near \"******\" or '******'");
        assertThat(variables.toString()).doesNotContain("secret");
    }

    @Test
    void a_value_is_taken_out_in_whatever_form_it_is_shown() {
        Variables variables = new Variables(Map.of("V", "a\\b'c\nd"));
        variables.value("v");

        assertThat(variables.redact("E'a\\\\b''c\nd' or a\\b'c d")).isEqualTo("E'******' or ******");
    }
}
