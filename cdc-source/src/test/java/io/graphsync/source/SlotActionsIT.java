package io.graphsync.source;

import static io.graphsync.source.SourceFixture.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.type.EventTypeReader;
import io.graphsync.source.database.SlotState;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.metrics.SourceMetric;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does about the slot. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SlotActionsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long FATAL_WITHIN_SECONDS = 10;
    private static final int HEAP_MB = 192;

    private SourceFixture fixture;
    private TopicReader reader;
    private SlotActions actions;

    @TempDir
    private Path directory;

    @BeforeEach
    void open(TestStack stack) throws Exception {
        fixture = new SourceFixture(stack).withOutbox();
        reader = fixture.reader();
        actions = new SlotActions(SourceConfig.parse(fixture.settings()), EventTypeReader.builtIn());
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        fixture.close();
        fixture.execute("ALTER SYSTEM RESET max_slot_wal_keep_size");
        fixture.execute("SELECT pg_reload_conf()");
    }

    @Test
    void a_lost_slot_fails_at_once_and_a_reread_brings_every_row() throws Exception {
        SourceApp first = fixture.startStreaming();
        fixture.insertMessages(UUID.randomUUID(), 100);
        reader.awaitIds(SOON, fixture.outboxIds());
        first.close();
        fixture.insertMessages(UUID.randomUUID(), 3_000);
        loseSlot();

        SourceApp second = fixture.start();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> second.terminated().get(FATAL_WITHIN_SECONDS, TimeUnit.SECONDS))
                .withCauseInstanceOf(SourceFailedException.class)
                .withMessageContaining("max_slot_wal_keep_size = 1 MB")
                .withMessageContaining("./graphsync slot create --reread");
        assertThat(gauge("lost")).isEqualTo(1);
        assertRefused(() -> actions.create(false, new Silent()), "./graphsync slot create --reread");
        assertThat(actions.create(true, new Silent())).isEqualTo(3_100);
        assertThat(actions.show()).isInstanceOf(SlotState.Usable.class);
        fixture.startStreaming();
        fixture.insertMessages(UUID.randomUUID(), 10);
        reader.awaitIds(SOON, fixture.outboxIds());
    }

    @Test
    void a_reread_that_is_killed_half_way_is_run_again() throws Exception {
        fixture.insertMessages(UUID.randomUUID(), 20_000);
        try (SourceProcess create = SourceProcess.start(directory, "slot", fixture.settings(), HEAP_MB)) {
            create.awaitLine("SENT");
            create.kill();
        }
        assertThat(actions.show()).isEqualTo(new SlotState.Absent());

        assertThat(actions.create(true, new Silent())).isEqualTo(20_000);

        reader.awaitIds(SOON, fixture.outboxIds());
        assertThat(actions.show()).isInstanceOf(SlotState.Usable.class);
    }

    @Test
    void what_would_do_harm_is_refused() throws Exception {
        SourceApp app = fixture.startStreaming();
        await("the slot is read").atMost(SOON).until(() -> actions.show() instanceof SlotState.Busy);
        assertThat(registry(SourceMetric.SLOT_ACTIVE)).isEqualTo(1);

        assertRefused(() -> actions.drop(true), "stop the source first");
        assertRefused(() -> actions.create(true, new Silent()), "is active");
        app.close();
        await("the slot is free").atMost(SOON).until(() -> actions.show() instanceof SlotState.Usable);
        assertRefused(() -> actions.create(true, new Silent()), "nothing to create");

        assertThat(actions.drop(false)).isInstanceOf(SlotState.Usable.class);
        assertThat(actions.show()).isInstanceOf(SlotState.Usable.class);
        assertThat(actions.drop(true)).isInstanceOf(SlotState.Usable.class);
        assertThat(actions.show()).isEqualTo(new SlotState.Absent());
        assertThat(actions.drop(true)).isEqualTo(new SlotState.Absent());
    }

    @Test
    void rows_that_were_written_while_the_publication_was_away_are_not_lost() throws Exception {
        SourceApp app = fixture.startStreaming();
        fixture.insertMessages(UUID.randomUUID(), 10);
        reader.awaitIds(SOON, fixture.outboxIds());

        fixture.execute("DROP PUBLICATION graphsync");
        fixture.insertMessages(UUID.randomUUID(), 10);
        await("the publication is missed")
                .atMost(Duration.ofSeconds(10))
                .until(() -> app.awaited()
                        .filter(text -> text.contains("the publication graphsync: it does not exist")
                                && text.contains("./migrate pg --apply"))
                        .isPresent());
        fixture.execute(
                "CREATE PUBLICATION graphsync FOR TABLE graph_outbox, graph_heartbeat WITH (publish = 'insert')");

        awaitState(app, SourceState.STREAMING);
        fixture.insertMessages(UUID.randomUUID(), 10);
        reader.awaitIds(SOON, fixture.outboxIds());
    }

    private void loseSlot() throws Exception {
        fixture.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
        fixture.execute("SELECT pg_reload_conf()");
        await("the slot is lost").atMost(SOON).until(() -> {
            fixture.execute("SELECT pg_switch_wal()");
            fixture.execute("INSERT INTO graph_heartbeat DEFAULT VALUES");
            fixture.execute("CHECKPOINT");
            return actions.show() instanceof SlotState.Lost;
        });
    }

    private double gauge(String status) {
        return fixture.registry
                .get(SourceMetric.SLOT_WAL_STATUS.id())
                .tag("status", status)
                .gauge()
                .value();
    }

    private double registry(SourceMetric metric) {
        return fixture.registry.get(metric.id()).gauge().value();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String words) {
        assertThatExceptionOfType(SlotActionException.class)
                .isThrownBy(action)
                .withMessageContaining(words)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(SlotActionException.Reason.REFUSED));
    }

    private static final class Silent implements SlotActions.ReadBackProgress {
        @Override
        public void expect(long rows) {
            assertThat(rows).isPositive();
        }

        @Override
        public void sent(long rows) {
            assertThat(rows).isPositive();
        }
    }
}
