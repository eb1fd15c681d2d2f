package io.graphsync.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.retry.policy.RetryPolicy;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class RouterConfigTest {
    private static final Map<String, String> LEAST = Map.of(
            "database.url", "jdbc:postgresql://db:5432/app?password=hidden",
            "database.user", "app_rw",
            "database.password", "hidden",
            "kafka.bootstrap.servers", "a:9092, b:9093");

    @Test
    void defaults_follow_from_the_shared_keys() {
        RouterConfig config = RouterConfig.parse(LEAST);

        assertThat(config.policy()).isEqualTo(RetryPolicy.DEFAULT);
        assertThat(config.streams().applicationId()).isEqualTo("graphsync-retry-router");
        assertThat(config.writeback().groupId()).isEqualTo("graphsync-writeback");
        assertThat(config.writeback().topic()).isEqualTo("graphsync.dlt");
    }

    @Test
    void the_prefix_is_in_every_name() {
        RouterConfig config = RouterConfig.parse(with("topics.prefix", "shop"));

        assertThat(config.streams().applicationId()).isEqualTo("shop-retry-router");
        assertThat(config.writeback().groupId()).isEqualTo("shop-writeback");
        assertThat(config.names().retry()).isEqualTo("shop.retry");
    }

    @Test
    void all_problems_are_told_together_each_with_its_key() {
        Map<String, String> properties = new HashMap<>(Map.of(
                "database.url", "postgres://db/app",
                "kafka.bootstrap.servers", "broker",
                "topics.prefix", "a b",
                "retry.max.attempts", "0",
                "retry.backoff.initial.ms", "soon",
                "retry.jitter", "2",
                "retry.max.atempts", "5",
                "kafka.processing.guarantee", "at_least_once",
                "kafka.consumer.isolation.level", "read_uncommitted",
                "sink.unknown", "is another part's"));

        assertThatThrownBy(() -> RouterConfig.parse(properties))
                .isInstanceOf(ConfigException.class)
                .satisfies(
                        thrown -> assertThat(String.valueOf(thrown.getMessage()).lines())
                                .hasSize(9)
                                .anyMatch(line -> line.startsWith("database.url"))
                                .anyMatch(line -> line.startsWith("kafka.bootstrap.servers"))
                                .anyMatch(line -> line.startsWith("topics.prefix"))
                                .anyMatch(line -> line.startsWith("retry.max.attempts"))
                                .anyMatch(line -> line.startsWith("retry.backoff.initial.ms"))
                                .anyMatch(line -> line.startsWith("retry.jitter"))
                                .anyMatch(line -> line.startsWith("retry.max.atempts"))
                                .anyMatch(line -> line.startsWith("kafka.processing.guarantee"))
                                .anyMatch(line -> line.startsWith("kafka.consumer.isolation.level")));
    }

    @Test
    void the_longest_rest_is_not_shorter_than_the_first() {
        assertThatThrownBy(() -> RouterConfig.parse(with("retry.backoff.max.ms", "10")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("retry.backoff.max.ms: 10 is less than retry.backoff.initial.ms, 1000");
    }

    @Test
    void secrets_are_not_printed() {
        RouterConfig config = RouterConfig.parse(with("kafka.sasl.jaas.config", "password=hidden"));

        assertThat(config.streams().clientSettings()).containsEntry("sasl.jaas.config", "password=hidden");
        assertThat(config.toString()).doesNotContain("hidden");
        assertThat(config.database().toString()).doesNotContain("hidden");
    }

    @Test
    void every_key_is_documented() {
        assertThat(RouterConfig.definition().configKeys().values()).allMatch(key -> key.documentation.endsWith("."));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> properties = new HashMap<>(LEAST);
        properties.put(key, value);
        return properties;
    }
}
