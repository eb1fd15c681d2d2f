package io.graphsync.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the heartbeat promises. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SourceHeartbeatIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int EVENT_PARTITIONS = 12;

    private SourceFixture fixture;
    private TopicReader reader;

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
    void a_heartbeat_passes_every_partition_behind_every_row_that_it_shows() throws Exception {
        Map<String, String> settings = fixture.settings();
        settings.put("source.heartbeat.interval.ms", "50");
        SourceFixture.awaitState(fixture.start(settings), SourceState.STREAMING);

        try (Traffic traffic = new Traffic(fixture)) {
            traffic.awaitMore(500);
        }
        fixture.insert(UUID.randomUUID(), "robot_upsert", UUID.randomUUID(), "{\"a\": 1}");
        List<ConsumerRecord<String, String>> events = reader.awaitIds(SOON, fixture.outboxIds());
        String last = fixture.queryText("SELECT pg_current_snapshot()::text");
        awaitHeartbeatAfter(last);

        Map<String, ConsumerRecord<String, String>> first = events.stream()
                .collect(Collectors.toMap(
                        event -> TopicReader.header(event, EventHeaders.ID), event -> event, (one, again) -> one));
        for (ConsumerRecord<String, String> control : reader.controls()) {
            Heartbeat beat = TopicReader.heartbeat(control);
            assertThat(beat.partitions()).isEqualTo(EVENT_PARTITIONS);
            for (String id : visible(beat.snapshot())) {
                ConsumerRecord<String, String> event = Objects.requireNonNull(first.get(id), id);
                if (event.topic().equals(control.topic()) && event.partition() == control.partition()) {
                    assertThat(event.offset())
                            .as("event %s of heartbeat %s", id, beat)
                            .isLessThan(control.offset());
                }
            }
        }
    }

    @Test
    void an_idle_outbox_lets_postgresql_free_its_wal() throws Exception {
        fixture.startStreaming();
        fixture.execute("CREATE TABLE elsewhere (filling text)");
        for (int i = 0; i < 20; i++) {
            fixture.execute("INSERT INTO elsewhere SELECT repeat('x', 1000) FROM generate_series(1, 1000)");
        }
        String position = fixture.queryText("SELECT pg_current_wal_insert_lsn()::text");

        await("the slot passes " + position).atMost(SOON).until(() -> {
            fixture.execute("CHECKPOINT");
            return "t"
                    .equals(fixture.queryText("SELECT confirmed_flush_lsn >= '" + position
                            + "'::pg_lsn AND restart_lsn >= '" + position
                            + "'::pg_lsn FROM pg_replication_slots WHERE slot_name = '" + fixture.name + "'"));
        });
        assertThat(fixture.outboxIds()).isEmpty();
    }

    @Test
    void a_heartbeat_that_cannot_be_written_holds_no_row_up_and_goes_on_by_itself() throws Exception {
        Map<String, String> settings = fixture.settings();
        settings.put("source.heartbeat.interval.ms", "100");
        SourceFixture.awaitState(fixture.start(settings), SourceState.STREAMING);
        try (Connection obstacle = fixture.connect()) {
            obstacle.setAutoCommit(false);
            obstacle.createStatement().execute("LOCK TABLE graph_heartbeat IN ACCESS EXCLUSIVE MODE");
            fixture.insertMessages(UUID.randomUUID(), 10);

            reader.awaitIds(SOON, fixture.outboxIds());

            obstacle.rollback();
        }
        awaitHeartbeatAfter(fixture.queryText("SELECT pg_current_snapshot()::text"));
    }

    /** Waits until every partition has a heartbeat whose snapshot shows what this one shows. */
    private void awaitHeartbeatAfter(String snapshot) {
        long xmax = xmax(snapshot);
        reader.await(
                SOON,
                read -> reader.heartbeats().size() == EVENT_PARTITIONS
                        && reader.heartbeats().values().stream().allMatch(beat -> xmax(beat.snapshot()) > xmax));
    }

    private static long xmax(String snapshot) {
        return Long.parseLong(snapshot.split(":", -1)[1]);
    }

    private final Map<String, List<String>> visible = new HashMap<>();

    private List<String> visible(String snapshot) throws Exception {
        List<String> known = visible.get(snapshot);
        if (known != null) {
            return known;
        }
        List<String> ids = new ArrayList<>();
        try (Connection connection = fixture.connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT id::text FROM graph_outbox WHERE pg_visible_in_snapshot(xid, ?::pg_snapshot)")) {
            query.setString(1, snapshot);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        visible.put(snapshot, ids);
        return ids;
    }
}
