package io.graphsync.sink.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.progress.Heartbeat;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PassedBeatsTest {
    private static final TopicPartition A = new TopicPartition("p.events.message", 0);
    private static final TopicPartition B = new TopicPartition("p.events.message", 1);

    private final PassedBeats beats = new PassedBeats();

    @Test
    void the_last_beat_of_each_partition_counts() {
        beats.passed(A, beat(1));
        beats.passed(B, beat(1));
        beats.passed(A, beat(2));

        assertThat(beats.byName()).isEqualTo(Map.of("p.events.message-0", beat(2), "p.events.message-1", beat(1)));
        assertThat(beats.newest()).contains(beat(2).at());
        assertThat(beats.oldest()).contains(beat(1).at());
    }

    @Test
    void a_partition_that_was_revoked_is_not_reported_until_it_passes_a_beat_again() {
        beats.passed(A, beat(1));
        beats.passed(B, beat(1));

        beats.revoked(List.of(A));

        assertThat(beats.byName()).containsOnlyKeys("p.events.message-1");
        assertThat(beats.has(A)).isFalse();
        beats.passed(A, beat(5));
        assertThat(beats.byName()).containsEntry("p.events.message-0", beat(5));
    }

    @Test
    void nothing_is_known_before_the_first_beat() {
        assertThat(beats.byName()).isEmpty();
        assertThat(beats.newest()).isEmpty();
    }

    private static Heartbeat beat(long beat) {
        return new Heartbeat(beat, Instant.EPOCH.plusSeconds(beat), "1:1:", 2);
    }
}
