package io.graphsync.source.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.source.route.BeatRow;
import io.graphsync.source.route.Captured;
import io.graphsync.source.route.OutboxRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StretchTest {
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void a_batch_is_cut_behind_each_heartbeat() {
        assertThat(Stretch.cut(List.of(row(1), row(2), beat(5), row(3))))
                .containsExactly(
                        new Stretch(List.of(row(1), row(2)), Optional.of(beat(5))),
                        new Stretch(List.of(row(3)), Optional.empty()));
    }

    @Test
    void of_heartbeats_with_nothing_between_them_the_newest_stays() {
        assertThat(Stretch.cut(List.of(beat(4), beat(5), row(1), beat(6), beat(7), beat(8))))
                .containsExactly(
                        new Stretch(List.of(), Optional.of(beat(5))),
                        new Stretch(List.of(row(1)), Optional.of(beat(8))));
    }

    @Test
    void a_batch_without_a_heartbeat_is_one_stretch_and_an_empty_one_is_none() {
        assertThat(Stretch.cut(List.of(row(1), row(2))))
                .containsExactly(new Stretch(List.of(row(1), row(2)), Optional.empty()));
        assertThat(Stretch.cut(List.<Captured>of())).isEmpty();
    }

    private static BeatRow beat(long number) {
        return new BeatRow(number, TIME, "10:10:");
    }

    private static OutboxRow row(int seq) {
        return new OutboxRow.Wellformed(new OutboxEvent(
                new UUID(0, seq),
                "message_upsert",
                new UUID(1, seq),
                seq,
                1,
                TIME,
                OptionalLong.empty(),
                Optional.empty(),
                "{}"));
    }
}
