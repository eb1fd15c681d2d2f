package io.graphsync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class SourceConfigTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "database.url", "jdbc:postgresql://db:5432/app",
            "database.user", "cdc_source",
            "database.password", "secret",
            "kafka.bootstrap.servers", "broker:9092"));

    @Test
    void three_addresses_suffice() {
        SourceConfig config = SourceConfig.parse(settings);

        assertThat(config.database().address()).isEqualTo("db:5432/app");
        assertThat(config.topics().prefix()).isEqualTo("graphsync");
        assertThat(config.partitions()).isEqualTo(4);
        assertThat(config.replicationFactor()).isEqualTo((short) -1);
        assertThat(config.capture().slot()).isEqualTo("graphsync");
        assertThat(config.capture().pollInterval()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void all_problems_are_reported_together_each_with_its_key() {
        settings.remove("database.user");
        settings.put("database.url", "postgres://db/app");
        settings.put("topics.partitions", "many");
        settings.put("topics.prefix", "no spaces");
        settings.put("source.slot.name", "Graph-Sync");
        settings.put("source.poll.intervall.ms", "5");
        settings.put("kafka.acks", "1");
        settings.put("debezium.snapshot.mode", "initial");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SourceConfig.parse(settings))
                .satisfies(failure -> assertThat(
                                String.valueOf(failure.getMessage()).lines())
                        .hasSize(8)
                        .anyMatch(line -> line.contains("database.user"))
                        .anyMatch(line -> line.contains("database.url") && line.contains("jdbc:postgresql"))
                        .anyMatch(line -> line.contains("topics.partitions"))
                        .anyMatch(line -> line.contains("topics.prefix"))
                        .anyMatch(line -> line.contains("source.slot.name"))
                        .anyMatch(line -> line.contains("source.poll.intervall.ms"))
                        .anyMatch(line -> line.contains("kafka.acks"))
                        .anyMatch(line -> line.contains("debezium.snapshot.mode")));
    }

    @Test
    void a_url_with_several_hosts_is_refused() {
        settings.put("database.url", "jdbc:postgresql://a:5432,b:5432/app");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SourceConfig.parse(settings))
                .withMessageContaining("database.url")
                .withMessageContaining("several hosts");
    }

    @Test
    void raw_settings_pass_through_and_other_parts_keys_are_left_alone() {
        settings.put("kafka.security.protocol", "SSL");
        settings.put("debezium.status.update.interval.ms", "99");
        settings.put("sink.batch.max.records", "5");

        SourceConfig config = SourceConfig.parse(settings);

        assertThat(config.kafka().overrides()).containsExactly(Map.entry("security.protocol", "SSL"));
        assertThat(config.capture().overrides()).containsExactly(Map.entry("status.update.interval.ms", "99"));
    }

    @Test
    void the_password_is_never_printed() {
        assertThat(SourceConfig.parse(settings).toString()).doesNotContain("secret");
    }

    @Test
    void every_key_is_documented() {
        assertThat(SourceConfig.definition().configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).isNotBlank());
    }
}
