package io.graphsync.schema.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.failure.MigrateException;
import io.graphsync.schema.file.Store;
import io.graphsync.schema.target.PostgresTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Set<Store> BOTH = EnumSet.allOf(Store.class);
    private static final Set<Store> PG = EnumSet.of(Store.PG);

    @ParameterizedTest
    @CsvSource({"development, dev", "staging, dev", "production, prod"})
    void the_environment_chooses_the_database(String environment, String expected) {
        Settings settings = Settings.read(
                Map.of(
                        "DB_ENV",
                        environment,
                        "DATABASE_URL",
                        "postgres://h/prod",
                        "DEV_DATABASE_URL",
                        "postgres://h/dev"),
                PG);

        assertThat(settings.postgres()).map(PostgresTarget::address).contains("h/" + expected);
    }

    @Test
    void the_migrator_has_a_url_of_its_own() {
        Settings settings = Settings.read(
                Map.of("MIGRATOR_DATABASE_URL", "postgres://migrator@h/db", "DATABASE_URL", "postgres://app_rw@h/db"),
                PG);

        assertThat(settings.postgres().flatMap(PostgresTarget::user)).contains("migrator");
    }

    @Test
    void production_never_falls_back_to_the_development_database() {
        assertThatThrownBy(
                        () -> Settings.read(Map.of("DB_ENV", "production", "DEV_DATABASE_URL", "postgres://h/dev"), PG))
                .isInstanceOf(MigrateException.class)
                .hasMessageContaining("MIGRATOR_DATABASE_URL");
    }

    @Test
    void secrets_come_from_files_too(@TempDir Path directory) throws Exception {
        Path url = Files.writeString(directory.resolve("url"), "postgres://h/db\n");
        Path password = Files.writeString(directory.resolve("password"), "secret\n");

        Settings settings = Settings.read(
                Map.of(
                        "DATABASE_URL_FILE", url.toString(),
                        "NEO4J_URI", "neo4j://g:7687",
                        "NEO4J_PASSWORD_FILE", password.toString()),
                BOTH);

        assertThat(settings.postgres()).map(PostgresTarget::address).contains("h/db");
        assertThat(settings.neo4j()).hasValueSatisfying(target -> {
            assertThat(target.password()).isEqualTo("secret");
            assertThat(target.username()).isEqualTo("neo4j");
            assertThat(target.database()).isEqualTo("neo4j");
            assertThat(target.toString()).isEqualTo("neo4j@neo4j://g:7687/neo4j");
        });
    }

    @Test
    void all_problems_are_told_at_once() {
        assertThatThrownBy(() -> Settings.read(
                        Map.of(
                                "DB_ENV", "prod",
                                "DATABASE_URL", "mysql://u:hunter2@h/db",
                                "NEO4J_PASSWORD", "a",
                                "NEO4J_PASSWORD_FILE", "b"),
                        BOTH))
                .isInstanceOf(MigrateException.class)
                .hasMessageContaining("DB_ENV: is 'prod'")
                .hasMessageContaining("DATABASE_URL: is no PostgreSQL URL")
                .hasMessageContaining("NEO4J_URI: is not set")
                .hasMessageContaining("NEO4J_PASSWORD: is set, and NEO4J_PASSWORD_FILE too")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void settings_of_other_stores_are_not_looked_at() {
        assertThat(Settings.read(Map.of("DATABASE_URL", "postgres://h/db"), PG).neo4j())
                .isEmpty();
    }

    @Test
    void only_yes_confirms() {
        assertThat(Settings.read(Map.of("DATABASE_URL", "postgres://h/db", "DEPLOY_CONFIRM", "yes"), PG)
                        .gate()
                        .deployConfirmed())
                .isFalse();
    }
}
