package io.graphsync.source;

import static io.graphsync.source.SourceFixture.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A standby takes over from an active source that dies, freezes or is cut off, and nothing is lost. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SourceFailoverIT {
    private static final Logger log = LoggerFactory.getLogger(SourceFailoverIT.class);
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int HEAP_MB = 256;

    private SourceFixture fixture;
    private TopicReader reader;

    @TempDir
    private Path directory;

    @BeforeEach
    void open(TestStack stack) throws Exception {
        fixture = new SourceFixture(stack).withOutbox();
        reader = fixture.reader();
    }

    @AfterEach
    void close() {
        reader.close();
        fixture.close();
    }

    @Test
    void a_standby_takes_over_from_a_source_that_was_killed_under_load() throws Exception {
        try (SourceProcess active = SourceProcess.start(directory, "source", fixture.settings(), HEAP_MB);
                Traffic traffic = new Traffic(fixture)) {
            active.awaitLine("STREAMING");
            SourceApp standby = fixture.start();
            awaitState(standby, SourceState.STANDBY);
            traffic.awaitMore(300);

            active.kill();

            assertArrivesInTime();
            assertThat(standby.state()).isEqualTo(SourceState.STREAMING);
            traffic.awaitMore(300);
        }
        reader.awaitIds(SOON, fixture.outboxIds());
    }

    @Test
    void a_standby_takes_over_from_a_frozen_source_which_stands_by_when_it_thaws() throws Exception {
        try (SourceProcess active = SourceProcess.start(directory, "source", fixture.settings(), HEAP_MB);
                Traffic traffic = new Traffic(fixture)) {
            active.awaitLine("STREAMING");
            SourceApp standby = fixture.start();
            awaitState(standby, SourceState.STANDBY);
            traffic.awaitMore(300);

            active.freeze();

            assertArrivesInTime();
            traffic.awaitMore(300);
            active.thaw();
            active.awaitLine("STANDBY");
            assertThat(standby.state()).isEqualTo(SourceState.STREAMING);
        }
        reader.awaitIds(SOON, fixture.outboxIds());
    }

    @Test
    void a_standby_takes_over_from_a_source_whose_network_swallows_everything() throws Exception {
        try (StallingProxy network = new StallingProxy(
                        fixture.stack.postgres().host(),
                        fixture.stack.postgres().port());
                Traffic traffic = new Traffic(fixture)) {
            Map<String, String> settings = fixture.settings();
            settings.put(
                    "database.url", "jdbc:postgresql://127.0.0.1:" + network.port() + "/" + fixture.stack.database());
            SourceApp active = fixture.start(settings);
            awaitState(active, SourceState.STREAMING);
            SourceApp standby = fixture.start();
            awaitState(standby, SourceState.STANDBY);
            traffic.awaitMore(300);

            network.stall();

            assertArrivesInTime();
            // The slot keeps the two apart; the one that is cut off may notice a moment later.
            await().atMost(TAKE_OVER).until(active::state, state -> state != SourceState.STREAMING);
            network.resume();
            awaitState(active, SourceState.STANDBY);
            assertThat(standby.state()).isEqualTo(SourceState.STREAMING);
        }
        reader.awaitIds(SOON, fixture.outboxIds());
    }

    /** A row that is written now is in Kafka before a standby may have taken longer than it is allowed to. */
    private void assertArrivesInTime() throws Exception {
        long begin = System.nanoTime();
        UUID id = UUID.randomUUID();
        fixture.insert(
                id,
                "message_upsert",
                id,
                "{\"message_id\": \"" + id + "\", \"conversation_id\": \"" + UUID.randomUUID()
                        + "\", \"message_type\": \"user\", \"created_at\": \"2026-03-01T10:00:00Z\"}");
        reader.awaitIds(TAKE_OVER, List.of(id.toString()));
        log.atInfo()
                .addKeyValue("after", Duration.ofNanos(System.nanoTime() - begin))
                .log("The standby has taken over");
    }
}
