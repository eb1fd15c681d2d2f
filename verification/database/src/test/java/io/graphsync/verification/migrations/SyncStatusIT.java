package io.graphsync.verification.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import io.graphsync.verification.database.MigrationRun;
import io.graphsync.verification.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The status of outbox rows by the watermark, against a model that remembers who had committed at which beat. */
@UseStack(ServerKind.POSTGRES)
class SyncStatusIT {
    private static final int WRITERS = 5;
    private static final int CHANNELS = 3;
    private static final int STEPS = 600;
    private static final int STEPS_TO_A_LOOK = 10;
    private static final String INSERT = "INSERT INTO graph_outbox (event_type, entity_id, payload)"
            + " VALUES ('any', gen_random_uuid(), '{}') RETURNING id";
    private static final String BEAT =
            "WITH former AS (DELETE FROM graph_heartbeat) INSERT INTO graph_heartbeat DEFAULT VALUES";
    private static final String REPORT = "INSERT INTO graph_sync_progress (channel, channels, beat, at, snapshot)"
            + " VALUES (?, ?, ?, now(), ?::pg_snapshot) ON CONFLICT (channel) DO UPDATE"
            + " SET beat = excluded.beat, at = excluded.at, snapshot = excluded.snapshot";

    @BeforeEach
    void migrate(TestStack stack) {
        MigrationRun.applyAll(stack);
    }

    @Test
    void a_row_is_done_exactly_when_every_channel_has_passed_a_beat_that_saw_it(TestStack stack) throws SQLException {
        long seed = Long.getLong("graphsync.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Sql sql = Sql.open(stack);
                Sql router = MigrationRun.login(stack, "app_rw");
                History history = new History(stack)) {
            for (int step = 1; step <= STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> history.write(random.nextInt(WRITERS), random);
                    case 4, 5 -> history.end(random.nextInt(WRITERS), random);
                    case 6, 7 -> history.beat(sql);
                    case 8 -> history.report(router, random);
                    default -> history.fail(router, random);
                }
                if (step % STEPS_TO_A_LOOK == 0) {
                    assertThat(states(router))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(history.expected());
                }
            }
        }
    }

    private static Map<String, String> states(Sql sql) throws SQLException {
        Map<String, String> states = new HashMap<>();
        for (String row : sql.rows("SELECT id, state FROM graph_outbox_status")) {
            String[] columns = row.split(" ", -1);
            states.put(columns[0], columns[1]);
        }
        return states;
    }

    /** What the one thread of the test did, and what the view must make of it. */
    private static final class History implements AutoCloseable {
        private final List<Sql> writers = new ArrayList<>();
        private final Map<Integer, List<String>> open = new HashMap<>();
        private final Map<String, String> statuses = new HashMap<>();
        private final Set<String> committed = new HashSet<>();
        private final TreeMap<Long, Beat> beats = new TreeMap<>();
        private final Map<Integer, Long> channels = new HashMap<>();

        private record Beat(String snapshot, Set<String> seen) {}

        History(TestStack stack) throws SQLException {
            for (int i = 0; i < WRITERS; i++) {
                writers.add(Sql.open(stack));
            }
        }

        /** Some rows are written in a subtransaction, which has a transaction id of its own; some of those undone. */
        void write(int writer, Random random) throws SQLException {
            Sql sql = writers.get(writer);
            List<String> ids = open.get(writer);
            if (ids == null) {
                sql.begin();
                ids = new ArrayList<>();
                open.put(writer, ids);
            }
            if (random.nextInt(3) > 0) {
                ids.add(sql.value(INSERT));
                return;
            }
            sql.run("SAVEPOINT here");
            String id = sql.value(INSERT);
            if (random.nextBoolean()) {
                sql.run("RELEASE SAVEPOINT here");
                ids.add(id);
            } else {
                sql.run("ROLLBACK TO SAVEPOINT here");
            }
        }

        void end(int writer, Random random) throws SQLException {
            List<String> ids = open.remove(writer);
            if (ids == null) {
                return;
            }
            if (random.nextInt(5) == 0) {
                writers.get(writer).rollback();
            } else {
                writers.get(writer).commit();
                committed.addAll(ids);
            }
        }

        void beat(Sql sql) throws SQLException {
            sql.run(BEAT);
            String[] beat =
                    sql.value("SELECT beat, snapshot FROM graph_heartbeat").split(" ", -1);
            beats.put(Long.parseLong(beat[0]), new Beat(beat[1], Set.copyOf(committed)));
        }

        void report(Sql router, Random random) throws SQLException {
            int channel = random.nextInt(CHANNELS);
            long from = channels.getOrDefault(channel, 0L);
            List<Long> later = List.copyOf(beats.tailMap(from, false).keySet());
            if (!later.isEmpty()) {
                long beat = later.get(random.nextInt(later.size()));
                router.run(
                        REPORT,
                        channel,
                        CHANNELS,
                        beat,
                        Objects.requireNonNull(beats.get(beat)).snapshot());
                channels.put(channel, beat);
            }
        }

        /** Of the rows that failed before, some fail for good, some succeed. */
        void fail(Sql router, Random random) throws SQLException {
            if (!committed.isEmpty()) {
                List<String> ids = committed.stream().sorted().toList();
                String id = ids.get(random.nextInt(ids.size()));
                String status = List.of("processing", "deadletter", "done").get(random.nextInt(3));
                router.run("UPDATE graph_outbox SET status = ? WHERE id = ?::uuid", status, id);
                statuses.put(id, status.equals("processing") ? "retrying" : status);
            }
        }

        Map<String, String> expected() {
            Set<String> seen = channels.size() < CHANNELS
                    ? Set.of()
                    : Objects.requireNonNull(beats.get(channels.values().stream()
                                    .min(Long::compare)
                                    .orElseThrow()))
                            .seen();
            Map<String, String> expected = new HashMap<>();
            for (String id : committed) {
                expected.put(id, statuses.getOrDefault(id, seen.contains(id) ? "done" : "pending"));
            }
            return expected;
        }

        @Override
        public void close() throws SQLException {
            for (Sql writer : writers) {
                writer.close();
            }
        }
    }
}
