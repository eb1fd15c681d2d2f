package io.graphsync.sink.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RangeSizeTest {
    private final RangeSize size = new RangeSize();

    @Test
    void the_first_range_is_small_and_quick_answers_make_it_as_large_as_it_may_be() {
        assertThat(size.get()).isEqualTo(250);
        for (int expected : new int[] {500, 1_000, RangeSize.MOST, RangeSize.MOST}) {
            size.took(Duration.ofMillis(499));
            assertThat(size.get()).isEqualTo(expected);
        }
    }

    @Test
    void slow_answers_make_it_smaller_down_to_the_least() {
        size.took(Duration.ofMillis(1_001));
        assertThat(size.get()).isEqualTo(125);
        for (int i = 0; i < 10; i++) {
            size.took(Duration.ofSeconds(10));
        }
        assertThat(size.get()).isEqualTo(RangeSize.LEAST);
    }

    @Test
    void it_stays_where_the_answers_take_as_long_as_they_may() {
        size.took(Duration.ofMillis(500));
        size.took(Duration.ofSeconds(1));

        assertThat(size.get()).isEqualTo(250);
    }
}
