package io.graphsync.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.retry.policy.RetryPolicies;
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

        assertThat(config.policies()).isEqualTo(RetryPolicies.of(RetryPolicy.DEFAULT));
        assertThat(config.streams().applicationId()).isEqualTo("graphsync-retry-router");
        assertThat(config.writeback().groupId()).isEqualTo("graphsync-writeback");
        assertThat(config.writeback().names().deadLetters()).isEqualTo("graphsync.dlt");
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
    void the_longest_backoff_is_not_shorter_than_the_first() {
        assertThatThrownBy(() -> RouterConfig.parse(with("retry.backoff.max.ms", "10")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("retry.backoff.max.ms: 10 is less than retry.backoff.initial.ms, 1000");
    }

    @Test
    void single_event_types_and_failure_codes_have_policies_of_their_own() {
        Map<String, String> properties = new HashMap<>(LEAST);
        properties.put("retry.policy.feedback.max.attempts", "3");
        properties.put("retry.code.Neo.TransientError.backoff.initial.ms", "250");

        RetryPolicies policies = RouterConfig.parse(properties).policies();

        assertThat(policies.byType()).containsOnlyKeys("feedback");
        assertThat(policies.byCode()).containsOnlyKeys("Neo.TransientError");
    }

    @Test
    void what_is_wrong_with_single_policies_is_told_with_the_rest() {
        Map<String, String> properties = new HashMap<>(LEAST);
        properties.put("retry.policy.feedback.max.attempts", "none");
        properties.put("retry.policy.feedback.attempts", "3");
        properties.put("retry.code.Neo.jitter", "7");
        properties.put("retry.code.Neo.TransientError.backoff.max.ms", "10");
        properties.put("retry.jitterr", "0");

        assertThatThrownBy(() -> RouterConfig.parse(properties))
                .isInstanceOf(ConfigException.class)
                .satisfies(thrown -> assertThat(
                                String.valueOf(thrown.getMessage()).lines())
                        .hasSize(5)
                        .anyMatch(line -> line.startsWith("retry.policy.feedback.max.attempts: must be a number"))
                        .anyMatch(line -> line.startsWith("retry.policy.feedback.attempts: must be retry.policy.NAME"))
                        .anyMatch(line -> line.startsWith("retry.code.Neo.jitter"))
                        .anyMatch(line -> line.startsWith("retry.code.Neo.TransientError: does not go together"))
                        .anyMatch(line -> line.startsWith("retry.jitterr")));
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
