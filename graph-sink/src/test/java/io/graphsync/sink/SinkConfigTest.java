package io.graphsync.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.sink.purge.PurgePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class SinkConfigTest {
    @Test
    void tombstones_outlive_the_retry_topics_or_stay_for_ever() {
        assertThat(SinkConfig.parse(with(Map.of())).purge().policy().retention())
                .isEqualTo(PurgePolicy.DEFAULT_RETENTION);
        assertThat(SinkConfig.parse(with(Map.of("sink.tombstone.retention.days", "0")))
                        .purge()
                        .policy()
                        .retention())
                .isEqualTo(Duration.ZERO);
        assertThatThrownBy(() -> SinkConfig.parse(with(Map.of("sink.tombstone.retention.days", "14"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sink.tombstone.retention.days")
                .hasMessageContaining("at least 15");
    }

    @Test
    void what_the_consumer_fetches_ahead_is_a_part_of_what_the_sink_may_hold() {
        Map<String, Object> large = consumer(with(Map.of()));
        Map<String, Object> small = consumer(with(Map.of("sink.buffer.max.bytes", "8388608")));

        assertThat(large.get(ConsumerConfig.FETCH_MAX_BYTES_CONFIG)).isEqualTo(16 << 20);
        assertThat(small.get(ConsumerConfig.FETCH_MAX_BYTES_CONFIG)).isEqualTo(2 << 20);
    }

    @Test
    void settings_that_the_newer_group_protocol_refuses_are_left_out_of_it() {
        Map<String, Object> classic = consumer(with(Map.of("kafka.session.timeout.ms", "9000")));
        Map<String, Object> newer = consumer(with(Map.of("kafka.consumer.group.protocol", "consumer")));

        assertThat(classic).containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "9000");
        assertThat(newer)
                .doesNotContainKeys(
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
    }

    private static Map<String, Object> consumer(Map<String, String> properties) {
        SinkConfig config = SinkConfig.parse(properties);
        return config.kafka().consumer(config.limits(), config.maxBufferedBytes());
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("kafka.bootstrap.servers", "localhost:1");
        properties.put("neo4j.uri", "bolt://localhost:7687");
        properties.put("neo4j.password", "throw-away");
        return properties;
    }
}
