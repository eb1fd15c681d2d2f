package io.graphsync.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.source.database.DatabaseSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class EnginePropertiesTest {
    @Test
    void the_slot_is_the_only_position_and_nothing_is_retried_inside() {
        Properties properties = properties("jdbc:postgresql://db:5433/app", Map.of("errors.max.retries", "9"));

        assertThat(properties)
                .containsEntry("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore")
                .containsEntry("snapshot.mode", "no_data")
                .containsEntry("errors.max.retries", "0")
                .containsEntry("publication.autocreate.mode", "disabled");
    }

    @Test
    void address_and_bounds_come_from_the_settings() {
        assertThat(properties("jdbc:postgresql://db:5433/app", Map.of()))
                .containsEntry("database.hostname", "db")
                .containsEntry("database.port", "5433")
                .containsEntry("database.dbname", "app")
                .containsEntry("database.user", "cdc_source")
                .containsEntry("database.password", "secret")
                .containsEntry("slot.name", "graphsync")
                .containsEntry("poll.interval.ms", "20")
                .containsEntry("max.batch.size", "100")
                .containsEntry("max.queue.size.in.bytes", "1000000");
    }

    @Test
    void parameters_of_the_url_reach_the_connector() {
        assertThat(properties("jdbc:postgresql://db/app?sslmode=require&socketTimeout=7", Map.of()))
                .containsEntry("database.sslmode", "require")
                .containsEntry("driver.socketTimeout", "7");
    }

    @Test
    void postgresql_lets_go_of_a_reader_that_is_silent_and_hears_of_one_that_is_not() {
        assertThat(properties("jdbc:postgresql://db/app?options=-c%20work_mem=8MB", Map.of()))
                .containsEntry("status.update.interval.ms", "1000")
                .hasEntrySatisfying(
                        "driver.options",
                        options -> assertThat(options.toString())
                                .startsWith("-c work_mem=8MB ")
                                .contains("-c wal_sender_timeout=15000"));
    }

    @Test
    void raw_settings_of_the_operator_reach_the_connector() {
        assertThat(properties("jdbc:postgresql://db/app", Map.of("status.update.interval.ms", "77")))
                .containsEntry("status.update.interval.ms", "77");
    }

    private static Properties properties(String url, Map<String, String> overrides) {
        return EngineProperties.of(
                new CaptureSettings(
                        new DatabaseSettings(url, "cdc_source", new Password("secret")),
                        "graphsync",
                        "graphsync",
                        Duration.ofMillis(20),
                        100,
                        1_000_000,
                        Duration.ofSeconds(5),
                        overrides),
                "graphsync-1");
    }
}
