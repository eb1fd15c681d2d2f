package io.graphsync.outbox.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.event.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressCodecTest {
    private static final Heartbeat HEARTBEAT =
            new Heartbeat(7, Instant.parse("2026-03-04T05:06:07.123456Z"), "100:104:100,102", 36);
    private static final Heartbeat NEXT = new Heartbeat(8, Instant.parse("2026-03-04T05:06:08Z"), "104:104:", 36);

    @Test
    void a_heartbeat_survives_the_wire() {
        assertThat(ProgressCodec.heartbeat(ProgressCodec.encode(HEARTBEAT))).contains(HEARTBEAT);
    }

    @Test
    void a_passage_survives_the_wire_and_names_each_heartbeat_once() {
        Passage passage = new Passage(Map.of("a-0", HEARTBEAT, "a-1", NEXT, "b-0", HEARTBEAT));

        byte[] value = ProgressCodec.encode(passage);

        assertThat(ProgressCodec.passage(value)).contains(passage);
        assertThat(new String(value, StandardCharsets.UTF_8)).containsOnlyOnce("100:104:100,102");
    }

    @Test
    void an_outcome_survives_the_wire() {
        Outcome outcome = new Outcome(UUID.randomUUID(), Outcome.Result.SUPERSEDED, 3);

        assertThat(Outcome.of(outcome.headers())).contains(outcome);
    }

    @Test
    void an_outcome_without_an_event_is_none() {
        Map<String, String> headers =
                new HashMap<>(new Outcome(UUID.randomUUID(), Outcome.Result.APPLIED, 1).headers());
        headers.remove(EventHeaders.ID);

        assertThat(Outcome.of(headers)).isEmpty();
    }

    @Test
    void a_kind_of_a_later_version_is_no_event_either() {
        assertThat(Control.of(Map.of(Control.HEADER, "something new"))).contains(Control.UNKNOWN);
        assertThat(Control.of(Map.of(EventHeaders.TYPE, "feedback"))).isEmpty();
    }

    @Test
    void bytes_that_are_no_progress_are_no_error() {
        long seed = Long.getLong("graphsync.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] whole = ProgressCodec.encode(new Passage(Map.of("a-0", HEARTBEAT)));
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = whole.clone();
            for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(ProgressCodec.heartbeat(bytes))
                    .as("seed %d, round %d", seed, i)
                    .isNotNull();
            assertThat(ProgressCodec.passage(bytes))
                    .as("seed %d, round %d", seed, i)
                    .isNotNull();
        }
        assertThat(ProgressCodec.heartbeat(new byte[0])).isEmpty();
        assertThat(ProgressCodec.passage("[]".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
