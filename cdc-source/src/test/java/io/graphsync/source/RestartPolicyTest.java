package io.graphsync.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    @Test
    void the_pause_doubles_up_to_the_longest() {
        RestartPolicy policy = new RestartPolicy(Duration.ofMillis(100), Duration.ofSeconds(1));

        assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 1_000_000).mapToObj(policy::pause))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 100L, 200L, 400L, 800L, 1_000L, 1_000L);
    }
}
