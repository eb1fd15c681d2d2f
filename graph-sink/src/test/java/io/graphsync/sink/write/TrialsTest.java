package io.graphsync.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialsTest {
    private final Trials trials = new Trials();

    @Test
    void what_succeeds_is_tried_each_time() {
        for (int i = 0; i < 3; i++) {
            assertThat(passed()).isZero();
            trials.ended(true);
        }
    }

    @Test
    void what_fails_is_tried_more_and_more_rarely_and_again_each_time_when_it_has_succeeded() {
        int[] expected = {0, 1, 2, 4, 8, 16, 32, 64, 64};
        for (int passed : expected) {
            assertThat(passed()).isEqualTo(passed);
            trials.ended(false);
        }
        assertThat(passed()).isEqualTo(64);
        trials.ended(true);
        assertThat(passed()).isZero();
    }

    /** How many occasions pass before the next trial. */
    private int passed() {
        int passed = 0;
        while (!trials.next()) {
            passed++;
        }
        return passed;
    }
}
