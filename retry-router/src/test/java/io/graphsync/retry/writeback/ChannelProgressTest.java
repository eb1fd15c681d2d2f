package io.graphsync.retry.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Passage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelProgressTest {
    private final ChannelProgress progress = new ChannelProgress();

    @Test
    void there_is_no_watermark_before_all_partitions_are_known() {
        progress.add(new Passage(Map.of("message-0", beat(7, 2))));
        assertThat(progress.watermark()).isEmpty();

        progress.add(new Passage(Map.of("message-1", beat(5, 2))));
        assertThat(progress.watermark()).hasValue(beat(5, 2));
    }

    @Test
    void old_news_take_nothing_back() {
        progress.add(new Passage(Map.of("message-0", beat(7, 1))));
        progress.add(new Passage(Map.of("message-0", beat(6, 1))));

        assertThat(progress.watermark()).hasValue(beat(7, 1));
    }

    @Test
    void partitions_that_are_added_are_waited_for() {
        progress.add(new Passage(Map.of("message-0", beat(3, 2), "message-1", beat(4, 3), "message-2", beat(4, 3))));
        // Beat 4 needs three partitions, and two have passed it; all three have passed beat 3.
        assertThat(progress.watermark()).hasValue(beat(3, 2));

        progress.add(new Passage(Map.of("message-3", beat(9, 4))));
        assertThat(progress.watermark()).hasValue(beat(3, 2));
    }

    @Test
    void partitions_that_are_gone_hold_up_nobody() {
        progress.add(new Passage(Map.of("message-0", beat(3, 3), "message-1", beat(3, 3), "old-0", beat(2, 3))));
        assertThat(progress.watermark()).hasValue(beat(2, 3));

        progress.add(new Passage(Map.of("message-0", beat(8, 2), "message-1", beat(9, 2))));
        assertThat(progress.watermark()).hasValue(beat(8, 2));
    }

    @Test
    void in_any_history_the_watermark_is_the_least_that_all_partitions_are_known_to_have_passed() {
        long seed = Long.getLong("graphsync.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int partitions = 1 + random.nextInt(6);
            ChannelProgress any = new ChannelProgress();
            Map<String, Heartbeat> known = new HashMap<>();
            long last = 0;
            for (int step = 0; step < 60; step++) {
                Map<String, Heartbeat> passed = new HashMap<>();
                for (int i = 0; i < partitions; i++) {
                    if (random.nextInt(3) == 0) {
                        passed.put("t-" + i, beat(1 + random.nextInt(step + 5), partitions));
                    }
                }
                any.add(new Passage(passed));
                passed.forEach((name, heartbeat) -> known.merge(name, heartbeat, ChannelProgressTest::newer));

                Optional<Heartbeat> expected = known.size() < partitions
                        ? Optional.empty()
                        : known.values().stream().min(Comparator.comparingLong(Heartbeat::beat));
                assertThat(any.watermark()).as("seed %d", seed).isEqualTo(expected);
                long now = any.watermark().map(Heartbeat::beat).orElse(0L);
                assertThat(now).as("seed %d: it never goes back", seed).isGreaterThanOrEqualTo(last);
                last = now;
            }
        }
    }

    @Test
    void what_is_written_holds_for_the_changes_before_it_and_is_not_written_twice() {
        PendingWrites pending = new PendingWrites();
        pending.add(new Said.Passed(1, new Passage(Map.of("message-0", beat(4, 1)))), 3);
        assertThat(pending.watermarks()).containsExactly(new Watermark(1, 3, beat(4, 1)));

        pending.written();
        pending.add(new Said.Passed(1, new Passage(Map.of("message-0", beat(4, 1)))), 3);
        assertThat(pending.isEmpty()).isTrue();

        pending.forget(List.of(1));
        pending.add(new Said.Passed(1, new Passage(Map.of("message-0", beat(4, 1)))), 3);
        assertThat(new ArrayList<>(pending.watermarks())).hasSize(1);
    }

    private static Heartbeat newer(Heartbeat one, Heartbeat other) {
        return one.beat() >= other.beat() ? one : other;
    }

    private static Heartbeat beat(long beat, int partitions) {
        return new Heartbeat(beat, Instant.ofEpochSecond(beat), beat + ":" + beat + ":", partitions);
    }
}
