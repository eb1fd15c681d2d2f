package io.graphsync.retry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final double MIDDLE = 0.5;

    @Test
    void rests_double_until_the_longest() {
        var rests = IntStream.rangeClosed(1, 12)
                .mapToObj(attempts ->
                        RetryPolicy.DEFAULT.backoff(attempts, MIDDLE).toSeconds());

        assertThat(rests).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
    }

    @Test
    void the_default_spreads_ten_attempts_over_about_nine_minutes() {
        long seconds = IntStream.range(1, RetryPolicy.DEFAULT.maxAttempts())
                .mapToLong(attempts ->
                        RetryPolicy.DEFAULT.backoff(attempts, MIDDLE).toSeconds())
                .sum();

        assertThat(RetryPolicy.DEFAULT.maxAttempts()).isEqualTo(10);
        assertThat(seconds).isEqualTo(511);
    }

    @Test
    void jitter_moves_a_rest_by_at_most_its_part_in_both_directions() {
        assertThat(RetryPolicy.DEFAULT.backoff(1, 0.0)).isEqualTo(Duration.ofMillis(800));
        assertThat(RetryPolicy.DEFAULT.backoff(1, 1.0)).isEqualTo(Duration.ofMillis(1_200));
        assertThat(RetryPolicy.DEFAULT.backoff(20, 1.0)).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void a_hostile_number_of_attempts_does_not_overflow() {
        assertThat(RetryPolicy.DEFAULT.backoff(Integer.MAX_VALUE, MIDDLE)).isEqualTo(Duration.ofMinutes(5));
        assertThat(RetryPolicy.DEFAULT.exhausted(Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void a_policy_that_makes_no_sense_is_refused() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new RetryPolicy(0, second, second, 2, 0)).hasMessageContaining("maxAttempts");
        assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, second, 2, 0))
                .hasMessageContaining("initialBackoff");
        assertThatThrownBy(() -> new RetryPolicy(1, second, Duration.ofMillis(1), 2, 0))
                .hasMessageContaining("maxBackoff");
        assertThatThrownBy(() -> new RetryPolicy(1, second, second, Double.NaN, 0))
                .hasMessageContaining("multiplier");
        assertThatThrownBy(() -> new RetryPolicy(1, second, second, 2, 1.1)).hasMessageContaining("jitter");
    }

    @Test
    void positions_of_many_events_are_spread_evenly_and_repeat() {
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            UUID id = UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)});

            double position = Jitter.position(id, 3);

            assertThat(Jitter.position(id, 3)).isEqualTo(position);
            tenths[(int) (position * 10)]++;
        }
        assertThat(Arrays.stream(tenths).boxed()).allMatch(count -> count > 850 && count < 1_150);
    }
}
