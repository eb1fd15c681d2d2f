package io.graphsync.sink.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurgePolicyTest {
    private static final Instant NOW = Instant.parse("2026-05-31T00:00:00Z");

    private final PurgePolicy policy = new PurgePolicy(Duration.ofDays(30));

    @Test
    void what_was_deleted_before_the_retention_may_go_once_the_group_has_kept_up_for_an_hour() {
        assertThat(policy.cutoff(NOW, Optional.of(NOW.minus(Duration.ofHours(1)))))
                .contains(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    void nothing_may_go_while_the_group_lags_or_has_only_just_caught_up() {
        assertThat(policy.cutoff(NOW, Optional.empty())).isEmpty();
        assertThat(policy.cutoff(NOW, Optional.of(NOW.minusSeconds(3_599)))).isEmpty();
    }

    @Test
    void a_retention_of_zero_keeps_everything() {
        PurgePolicy never = new PurgePolicy(Duration.ZERO);

        assertThat(never.purges()).isFalse();
        assertThat(never.cutoff(NOW, Optional.of(Instant.EPOCH))).isEmpty();
    }

    @Test
    void a_retention_that_the_retry_topics_outlive_is_refused() {
        assertThatThrownBy(() -> new PurgePolicy(Duration.ofDays(14))).isInstanceOf(IllegalArgumentException.class);
    }
}
