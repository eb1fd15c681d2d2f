package io.graphsync.verification.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event in a hundred is poison, of five kinds. */
@Tag("long")
@Isolated
class PoisonIT {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonIT.class);
    private static final int ROUNDS = 3;
    private static final int TRANSACTIONS = 1_000;
    private static final int ROWS = 100;
    private static final double MOST_TIMES_SLOWER = 1.5;

    /** A conversation and its messages, of which one is left to the poison. */
    private static final String EVENTS = "WITH c AS (INSERT INTO conversations (title)"
            + " VALUES (gen_random_uuid()::text) RETURNING id)"
            + " INSERT INTO messages (conversation_id, message_type, content)"
            + " SELECT c.id, 'user', 'x' FROM c, generate_series(1, ?)";

    private static final String OUTBOX = "INSERT INTO graph_outbox (event_type, entity_id, payload)";

    private static final List<String> POISON = List.of(
            OUTBOX
                    + " VALUES ('message_upsert', gen_random_uuid(), jsonb_build_object('message_id', gen_random_uuid()))",
            OUTBOX + " VALUES ('conversation_renamed', gen_random_uuid(), '{}')",
            OUTBOX + " VALUES ('feedback', gen_random_uuid(), '[]')",
            OUTBOX + " VALUES ('conversation_upsert', gen_random_uuid(), jsonb_build_object("
                    + "'conversation_id', gen_random_uuid(), 'updated_at', 'yesterday'))",
            OUTBOX + " VALUES ('message_delete', gen_random_uuid(), jsonb_build_object("
                    + "'conversation_id', 1, 'message_id', gen_random_uuid(), 'deleted_at', now()))");

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void poison_is_set_aside_exactly_and_its_neighbours_are_hardly_slower() throws Exception {
        List<Duration> without = new ArrayList<>();
        List<Duration> with = new ArrayList<>();
        try (RunningPipeline pipeline = RunningPipeline.start(directory)) {
            drain(pipeline, false);

            for (int round = 0; round < ROUNDS; round++) {
                without.add(drain(pipeline, false));
                with.add(drain(pipeline, true));
            }

            double slower = median(with).toMillis() / (double) median(without).toMillis();
            LOG.atInfo()
                    .addKeyValue("without", without)
                    .addKeyValue("with", with)
                    .addKeyValue("timesSlower", slower)
                    .log("100,000 events without and with 1,000 that are poison");
            Set<UUID> poison = pipeline.ids("SELECT id FROM graph_outbox WHERE status = 'deadletter'");
            assertThat(poison).hasSize(ROUNDS * TRANSACTIONS);
            pipeline.assertNothingLost(poison);
            assertThat(slower).isLessThan(MOST_TIMES_SLOWER);
        }
    }

    /** Writes 100,000 events, and returns how long it took from the first commit until all of them were settled. */
    private static Duration drain(RunningPipeline pipeline, boolean poisoned) throws SQLException {
        long begin = System.nanoTime();
        for (int i = 0; i < TRANSACTIONS; i++) {
            pipeline.run(EVENTS, poisoned ? ROWS - 2 : ROWS - 1);
            if (poisoned) {
                pipeline.run(POISON.get(i % POISON.size()));
            }
        }
        pipeline.awaitSettled(Duration.ofMinutes(5));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration median(List<Duration> times) {
        List<Duration> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
