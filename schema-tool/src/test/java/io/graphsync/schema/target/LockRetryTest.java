package io.graphsync.schema.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockRetryTest {
    @Test
    void pauses_double_up_to_five_seconds() {
        assertThat(LockRetry.pause(1, 1)).isEqualTo(Duration.ofMillis(250));
        assertThat(LockRetry.pause(2, 1)).isEqualTo(Duration.ofMillis(500));
        assertThat(LockRetry.pause(4, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(LockRetry.pause(6, 1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(LockRetry.pause(1000, 1)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void chance_takes_up_to_half_of_a_pause() {
        assertThat(LockRetry.pause(2, 0)).isEqualTo(Duration.ofMillis(250));
        assertThat(LockRetry.pause(2, 0.5)).isEqualTo(Duration.ofMillis(375));
    }
}
