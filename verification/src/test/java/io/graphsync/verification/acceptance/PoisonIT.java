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
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event in a hundred is poison: half of them no event at all, half of them refused by Neo4j alone. */
@Tag("long")
@Isolated
class PoisonIT {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonIT.class);
    private static final int ROUNDS = 3;
    private static final int TRANSACTIONS = 1_000;
    private static final int ROWS = 100;
    private static final double MOST_TIMES_SLOWER = 1.5;

    /** One row of each transaction is left to the poison. */
    private static final String EVENTS = "INSERT INTO messages (conversation_id, message_type, content)"
            + " SELECT ?, 'user', 'x' FROM generate_series(1, ?)";

    private static final String NO_EVENT = "INSERT INTO graph_outbox (event_type, entity_id, payload)"
            + " VALUES ('message_upsert', gen_random_uuid(), jsonb_build_object('message_id', gen_random_uuid()))";

    /** A constraint of somebody's lets only one conversation have this title. */
    private static final String REFUSED = "INSERT INTO conversations (title) VALUES ('taken')";

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void poison_is_set_aside_exactly_and_its_neighbours_are_hardly_slower() throws Exception {
        List<Duration> without = new ArrayList<>();
        List<Duration> with = new ArrayList<>();
        Set<UUID> poison;
        try (RunningPipeline pipeline = RunningPipeline.start(directory)) {
            try (Driver driver = GraphDatabase.driver(
                    pipeline.servers().neo4j().uri(),
                    AuthTokens.basic(
                            pipeline.servers().neo4j().user(),
                            pipeline.servers().neo4j().password()))) {
                driver.executableQuery("CREATE CONSTRAINT mistake FOR (c:Conversation) REQUIRE c.title IS UNIQUE")
                        .execute();
            }
            pipeline.run(REFUSED);
            drain(pipeline, TRANSACTIONS, false);

            for (int round = 0; round < ROUNDS; round++) {
                without.add(drain(pipeline, TRANSACTIONS, false));
                with.add(drain(pipeline, TRANSACTIONS, true));
            }

            double slower = median(with).toMillis() / (double) median(without).toMillis();
            LOG.atInfo()
                    .addKeyValue("without", without)
                    .addKeyValue("with", with)
                    .addKeyValue("timesSlower", slower)
                    .log("100,000 events without and with 1,000 that are poison");
            poison = pipeline.ids("SELECT id FROM graph_outbox WHERE status = 'deadletter'");
            assertThat(poison).hasSize(ROUNDS * TRANSACTIONS);
            assertThat(slower).isLessThan(MOST_TIMES_SLOWER);
        }
    }

    /** Writes 100,000 events, and returns how long the pipeline needed from the first commit until all were settled. */
    private static Duration drain(RunningPipeline pipeline, int transactions, boolean poisoned) throws SQLException {
        UUID conversation = UUID.randomUUID();
        pipeline.run("INSERT INTO conversations (id, title) VALUES (?, ?)", conversation, conversation.toString());
        long begin = System.nanoTime();
        for (int i = 0; i < transactions; i++) {
            pipeline.run(EVENTS, conversation, poisoned ? ROWS - 1 : ROWS);
            if (poisoned) {
                pipeline.run(i % 2 == 0 ? NO_EVENT : REFUSED);
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
