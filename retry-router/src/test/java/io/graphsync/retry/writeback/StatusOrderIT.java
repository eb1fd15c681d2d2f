package io.graphsync.retry.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.retry.stage.OutboxTable;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The writer's statements on a real server, against a model that knows nothing of their order. */
@UseStack(ServerKind.POSTGRES)
class StatusOrderIT {
    private static final int ROWS = 40;
    private static final int ROUNDS = 15;

    private final long seed = Long.getLong("graphsync.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private OutboxTable outbox;
    private DatabaseSettings settings;

    @BeforeEach
    void prepare(TestStack stack) throws SQLException {
        outbox = new OutboxTable(stack.jdbcUrl(), stack.user(), stack.password());
        outbox.create();
        settings = new DatabaseSettings(stack.jdbcUrl(), stack.user(), new Password(stack.password()));
    }

    @Test
    void changes_in_any_order_and_any_number_end_in_the_same_rows() throws SQLException {
        try (OutboxStatusWriter writer = new OutboxStatusWriter(settings)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<UUID> ids = ids();
                outbox.insert(ids);
                List<StatusChange> history = history(ids);

                write(shuffledAndDoubled(history), writer);

                Map<UUID, StatusChange> expected = new HashMap<>();
                history.forEach(change -> expected.merge(change.eventId(), change, StatusOrderIT::higher));
                Map<UUID, OutboxTable.Row> rows = outbox.rows();
                for (UUID id : ids) {
                    OutboxTable.Row row = Objects.requireNonNull(rows.get(id));
                    StatusChange highest = expected.get(id);
                    String as = "seed " + seed + ", row " + id;
                    if (highest == null) {
                        assertThat(row.touched()).as(as).isFalse();
                    } else {
                        assertThat(row.status())
                                .as(as)
                                .isEqualTo(highest.status().text());
                        assertThat(row.attempts()).as(as).isEqualTo(highest.attempts());
                    }
                }
            }
        }
    }

    @Test
    void a_letter_closed_by_hand_is_done_whenever_that_is_read_again() throws SQLException {
        UUID id = UUID.randomUUID();
        outbox.insert(List.of(id));
        StatusChange letter = new StatusChange(id, 3, RowStatus.DEADLETTER, OptionalLong.empty(), Optional.of("e"));
        try (OutboxStatusWriter writer = new OutboxStatusWriter(settings)) {
            for (int i = 0; i < 2; i++) {
                writer.write(List.of(letter), Set.of(), List.of());
                writer.write(List.of(), Set.of(id), List.of());
            }

            assertThat(outbox.row(id)).isEqualTo(new OutboxTable.Row("done", 3, "e", true));
        }
    }

    @Test
    void a_row_is_unseen_until_its_transaction_has_ended_for_others(TestStack stack) throws SQLException {
        UUID ended = UUID.randomUUID();
        UUID open = UUID.randomUUID();
        try (OutboxStatusWriter writer = new OutboxStatusWriter(settings);
                Connection session = stack.connection()) {
            session.setAutoCommit(false);
            OptionalLong before = insert(session, ended);
            session.commit();
            OptionalLong now = insert(session, open);
            List<StatusChange> changes = List.of(
                    letter(ended, before),
                    letter(open, now),
                    letter(UUID.randomUUID(), OptionalLong.of(0xFFFF_FFFFL)),
                    letter(UUID.randomUUID(), OptionalLong.empty()));

            assertThat(writer.unseen(changes)).containsExactly(open);
            session.commit();
            assertThat(writer.unseen(changes)).isEmpty();
        }
    }

    private static StatusChange letter(UUID id, OptionalLong xid) {
        return new StatusChange(id, 1, RowStatus.DEADLETTER, xid, Optional.of("e"));
    }

    /** Adds a row, and returns the transaction as the stream would tell it. */
    private static OptionalLong insert(Connection session, UUID id) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("INSERT INTO graph_outbox (id) VALUES ('" + id + "')");
            try (ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text::bigint & 4294967295")) {
                row.next();
                return OptionalLong.of(row.getLong(1));
            }
        }
    }

    @Test
    void a_watermark_never_goes_back_and_channels_that_are_gone_go() throws SQLException {
        try (OutboxStatusWriter writer = new OutboxStatusWriter(settings)) {
            Map<Integer, Long> highest = new HashMap<>();
            for (int i = 0; i < 100; i++) {
                Watermark mark = mark(random.nextInt(4), 4, 1 + random.nextInt(50));
                highest.merge(mark.channel(), mark.heartbeat().beat(), Math::max);
                writer.write(List.of(), Set.of(), List.of(mark));
            }
            highest.forEach((channel, beat) ->
                    assertThat(progress(channel).beat()).as("seed %d", seed).isEqualTo(beat));

            writer.write(List.of(), Set.of(), List.of(mark(1, 2, 1)));
        }
        assertThat(outbox.progress()).containsOnlyKeys(0, 1);
        assertThat(outbox.progress().values())
                .extracting(OutboxTable.Progress::channels)
                .containsOnly(2);
    }

    private OutboxTable.Progress progress(int channel) {
        try {
            return outbox.progress().getOrDefault(channel, new OutboxTable.Progress(0, 0, ""));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Watermark mark(int channel, int channels, long beat) {
        return new Watermark(channel, channels, new Heartbeat(beat, Instant.now(), beat + ":" + beat + ":", 1));
    }

    private static List<UUID> ids() {
        return IntStream.range(0, ROWS).mapToObj(i -> UUID.randomUUID()).toList();
    }

    /** For most events: some failures, perhaps a dead letter, a redrive and more failures, perhaps an end. */
    private List<StatusChange> history(List<UUID> ids) {
        List<StatusChange> history = new ArrayList<>();
        for (UUID id : ids) {
            int failures = random.nextInt(5);
            for (int n = 1; n <= failures; n++) {
                history.add(new StatusChange(id, n, RowStatus.PROCESSING, OptionalLong.empty(), Optional.of("e" + n)));
                if (random.nextInt(4) == 0) {
                    history.add(
                            new StatusChange(id, n, RowStatus.DEADLETTER, OptionalLong.empty(), Optional.of("e" + n)));
                }
            }
            if (random.nextBoolean() && failures > 0) {
                history.add(new StatusChange(id, failures, RowStatus.DONE, OptionalLong.empty(), Optional.empty()));
            }
        }
        return history;
    }

    private List<StatusChange> shuffledAndDoubled(List<StatusChange> history) {
        List<StatusChange> delivered = new ArrayList<>(history);
        history.stream().filter(change -> random.nextInt(3) == 0).forEach(delivered::add);
        Collections.shuffle(delivered, random);
        return delivered;
    }

    /** In batches of random sizes, as the loop makes them. */
    private void write(List<StatusChange> delivered, OutboxStatusWriter writer) throws SQLException {
        int from = 0;
        while (from < delivered.size()) {
            int to = Math.min(delivered.size(), from + 1 + random.nextInt(30));
            PendingWrites pending = new PendingWrites();
            delivered.subList(from, to).forEach(change -> pending.add(new Said.Changed(change), 1));
            writer.write(pending.changes(), pending.closed(), pending.watermarks());
            from = to;
        }
    }

    private static StatusChange higher(StatusChange known, StatusChange next) {
        int attempts = Integer.compare(next.attempts(), known.attempts());
        int order = attempts == 0 ? next.status().compareTo(known.status()) : attempts;
        return order > 0 ? next : known;
    }
}
