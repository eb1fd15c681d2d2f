package io.graphsync.schema.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.schema.progress.Cancellation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrateCliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return MigrateCli.run(
                arguments, Map.of(), new PrintWriter(out), new PrintWriter(err, true), new Cancellation());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "pg --help",
                "neo4j --help",
                "all --help",
                "plan --help",
                "apply --help",
                "status --help",
                "review --help",
                "sizes --help",
                "rollback --help",
                "approve --help",
                "new --help"
            })
    void every_command_explains_itself(String line) {
        assertThat(run(line.split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: migrate");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pg",
                "pg --plan --apply",
                "plan mysql",
                "status --sideways",
                "apply pg --lock-wait soon",
                "plan -o xml",
                "review --since main",
                "review --static --sizes no/such/file",
                "review --shadow-uri http://host"
            })
    void wrong_usage_is_told_on_standard_error(String line) {
        int exitCode = line.isEmpty() ? run() : run(line.split(" ", -1));

        assertThat(exitCode).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    @Test
    void a_missing_configuration_is_told_with_every_key() {
        assertThat(run("all", "--plan")).isEqualTo(2);
        assertThat(err.toString()).contains("MIGRATOR_DATABASE_URL", "NEO4J_URI", "NEO4J_PASSWORD");
    }
}
