package io.graphsync.source;

import static io.graphsync.source.SourceFixture.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.source.metrics.SourceMetric;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is lost and order is kept, whatever stops and comes back. */
@UseStack({ServerKind.POSTGRES, ServerKind.KAFKA})
class SourceRecoveryIT {
    private static final Duration SOON = Duration.ofSeconds(60);

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
    void a_source_that_is_closed_and_started_under_traffic_loses_nothing() throws Exception {
        try (Traffic traffic = new Traffic(fixture)) {
            for (int i = 0; i < 3; i++) {
                SourceApp app = fixture.startStreaming();
                traffic.awaitMore(200);
                app.close();
                assertThat(app.terminated()).isCompleted();
                app.close();
                traffic.awaitMore(100);
            }
        }
        fixture.startStreaming();

        assertCompleteAndOrdered();
    }

    @Test
    void a_connection_that_is_cut_under_traffic_loses_nothing() throws Exception {
        SourceApp app = fixture.startStreaming();
        try (Traffic traffic = new Traffic(fixture)) {
            for (int i = 0; i < 3; i++) {
                traffic.awaitMore(200);
                double before = restarts();
                fixture.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                        + fixture.name + "'");
                await("a new session").atMost(SOON).until(() -> restarts() > before);
                awaitState(app, SourceState.STREAMING);
            }
        }

        assertCompleteAndOrdered();
    }

    @Test
    void a_broker_that_goes_and_comes_back_costs_nothing_but_time() throws Exception {
        SourceApp app = fixture.startStreaming();
        try (Traffic traffic = new Traffic(fixture)) {
            traffic.awaitMore(200);
            fixture.stack.kafka().kill();
            awaitState(app, SourceState.WAITING);
            assertThat(app.awaited())
                    .hasValueSatisfying(what -> assertThat(what).startsWith("Kafka at "));
            traffic.awaitMore(1_000);
            fixture.stack.kafka().start();
            awaitState(app, SourceState.STREAMING);
            traffic.awaitMore(200);
        }

        assertCompleteAndOrdered();
        assertThat(restarts()).as("engines rebuilt during the outage").isZero();
    }

    @Test
    void a_database_that_restarts_is_followed_again() throws Exception {
        SourceApp app = fixture.startStreaming();
        try (Traffic traffic = new Traffic(fixture)) {
            traffic.awaitMore(200);
            fixture.stack.postgres().stop();
            awaitState(app, SourceState.WAITING);
            fixture.stack.postgres().start();
            traffic.awaitMore(200);
            awaitState(app, SourceState.STREAMING);
            traffic.awaitMore(200);
        }

        assertCompleteAndOrdered();
    }

    @Test
    void a_slot_that_was_dropped_is_made_again_and_the_rows_are_read_back() throws Exception {
        SourceApp first = fixture.startStreaming();
        fixture.insertMessages(UUID.randomUUID(), 100);
        reader.awaitIds(SOON, fixture.outboxIds());
        first.close();
        await("the slot is free").atMost(SOON).ignoreExceptions().until(() -> {
            fixture.execute("SELECT pg_drop_replication_slot('" + fixture.name + "')");
            return true;
        });
        fixture.insertMessages(UUID.randomUUID(), 100);

        fixture.startStreaming();

        assertCompleteAndOrdered();
    }

    @Test
    void a_source_that_is_stopped_while_reading_back_begins_again() throws Exception {
        fixture.insertMessages(UUID.randomUUID(), 30_000);
        SourceApp app = fixture.start();
        await("a part was read back").atMost(SOON).until(() -> readBack() > 0);

        app.close();

        assertThat(fixture.queryText(
                        "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + fixture.name + "'"))
                .isEqualTo("0");
        fixture.startStreaming();
        assertCompleteAndOrdered();
    }

    @Test
    void a_second_source_stands_by_and_takes_over() throws Exception {
        SourceApp active = fixture.startStreaming();
        SourceApp standby = fixture.start();
        awaitState(standby, SourceState.STANDBY);
        fixture.insertMessages(UUID.randomUUID(), 10);

        active.close();

        awaitState(standby, SourceState.STREAMING);
        fixture.insertMessages(UUID.randomUUID(), 10);
        assertCompleteAndOrdered();
    }

    /** Every row arrived, and of each partition the first deliveries are in the order of the rows. */
    private void assertCompleteAndOrdered() throws Exception {
        List<String> ids = fixture.outboxIds();
        List<ConsumerRecord<String, String>> records = reader.awaitIds(SOON, ids);
        Map<Integer, Long> lastSeq = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<String, String> record : records) {
            if (seen.add(TopicReader.header(record, EventHeaders.ID))) {
                long seq = Long.parseLong(TopicReader.header(record, EventHeaders.SEQ));
                assertThat(seq)
                        .as("partition %s offset %s", record.partition(), record.offset())
                        .isGreaterThan(lastSeq.getOrDefault(record.partition(), 0L));
                lastSeq.put(record.partition(), seq);
            }
        }
        assertThat(seen).hasSameSizeAs(ids);
    }

    private double restarts() {
        return fixture.registry.get(SourceMetric.RESTARTS.id()).counter().count();
    }

    private double readBack() {
        return fixture.registry.find(SourceMetric.READ_BACK.id()).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
