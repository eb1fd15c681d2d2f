package io.graphsync.console.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    private static final SettingsReader READER = new SettingsReader(
            Set.of("database.url", "database.user", "database.password", "neo4j.uri", "neo4j.password", "sink.writers"),
            List.of("kafka."));

    @TempDir
    Path directory;

    @Test
    void the_environment_outranks_the_file() throws IOException {
        Path file = file("neo4j.uri=bolt://a:7687\nsink.writers=4\nkafka.linger.ms=7\n");

        Settings settings = READER.read(
                Optional.of(file), Map.of("NEO4J_URI", "bolt://b:7687", "GRAPHSYNC_SINK_WRITERS", "8", "PATH", "/bin"));

        assertThat(settings.toMap())
                .containsOnly(
                        Map.entry("neo4j.uri", "bolt://b:7687"),
                        Map.entry("sink.writers", "8"),
                        Map.entry("kafka.linger.ms", "7"));
    }

    @Test
    void a_secret_comes_from_a_file_and_is_stripped() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");

        Settings settings = READER.read(Optional.of(file("")), Map.of("NEO4J_PASSWORD_FILE", secret.toString()));

        assertThat(settings.get("neo4j.password")).contains("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void a_postgres_uri_becomes_a_jdbc_url_with_user_and_password() throws IOException {
        Settings settings = READER.read(
                Optional.of(file("")), Map.of("DATABASE_URL", "postgres://app_rw:p%40ss@db.example:6432/shop"));

        assertThat(settings.get("database.url").orElseThrow()).startsWith("jdbc:postgresql://db.example:6432/shop");
        assertThat(settings.get("database.user")).contains("app_rw");
        assertThat(settings.get("database.password")).contains("p@ss");
    }

    @Test
    void development_has_a_database_of_its_own_and_production_never_falls_back_to_it() throws IOException {
        Map<String, String> development = Map.of("DEV_DATABASE_URL", "postgres://u:p@dev/d");

        assertThat(READER.read(Optional.of(file("")), development).get("database.url"))
                .hasValueSatisfying(url -> assertThat(url).contains("//dev"));
        assertThat(READER.read(
                                Optional.of(file("")),
                                Map.of("DEV_DATABASE_URL", "postgres://u:p@dev/d", "DB_ENV", "production"))
                        .get("database.url"))
                .isEmpty();
    }

    @Test
    void all_problems_are_reported_at_once_by_key() throws IOException {
        Path file = file("sink.wirters=4\nneo4j.url=bolt://a\n");
        Map<String, String> environment = Map.of(
                "GRAPHSYNC_SINK_WORKERS", "4",
                "NEO4J_PASSWORD", "a",
                "NEO4J_PASSWORD_FILE", "/b",
                "DATABASE_URL", "mysql://x");

        Settings settings = READER.read(Optional.of(file), environment);
        settings.problems().addAll("""
                        Missing required configuration "database.url" which has no default value.
                        neo4j.password: Missing required configuration "neo4j.password" which has no default value.
                        Missing required configuration "neo4j.uri" which has no default value.
                        neo4j.uri: Missing required configuration "neo4j.uri" which has no default value.""");

        assertThatThrownBy(settings.problems()::throwIfAny)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("the configuration has 6 problems:")
                .hasMessageContaining("sink.wirters is no setting")
                .hasMessageContaining("neo4j.url is no setting")
                .hasMessageContaining("GRAPHSYNC_SINK_WORKERS matches no setting")
                .hasMessageContaining("NEO4J_PASSWORD and NEO4J_PASSWORD_FILE are both set")
                .hasMessageContaining("database.url (DATABASE_URL) is no PostgreSQL URL")
                .hasMessageContaining("neo4j.uri is not set: name it in the file, or set NEO4J_URI");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("graphsync.properties"), text);
    }
}
