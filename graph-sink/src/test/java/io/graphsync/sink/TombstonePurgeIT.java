package io.graphsync.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.sink.model.SampleEvent;
import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UseStack({ServerKind.KAFKA, ServerKind.NEO4J})
class TombstonePurgeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The time of events with small versions: see {@link SampleEvent#time}. */
    private static final Instant DELETED = Instant.parse("2026-01-01T00:00:00Z");

    private SinkHarness sink;

    @BeforeEach
    void createSink(TestStack stack) {
        sink = new SinkHarness(stack, Optional.empty());
        sink.createSchema();
        sink.createTopics();
    }

    @AfterEach
    void closeSink() {
        sink.close();
    }

    @Test
    void tombstones_that_are_older_than_the_retention_go_by_the_clock_of_postgresql() {
        Map<String, String> config = sink.config();
        config.put("sink.tombstone.retention.days", "15");
        config.put("sink.tombstone.purge.interval.ms", "200");
        SampleEvent old = SampleEvent.conversationDelete(5, id(1));
        SampleEvent young = SampleEvent.messageDelete(86_400, id(2), id(1));
        Instant day16 = DELETED.plus(Duration.ofDays(15)).plusSeconds(60);
        sink.send(old);
        sink.send(young);
        sink.sendHeartbeat(1, day16);
        sink.start(config);

        await().atMost(PATIENCE).until(() -> sink.count("applied") == 2);
        await().during(Duration.ofSeconds(2)).until(() -> tombstones().size() == 2);
        sink.sendHeartbeat(2, day16.plus(Duration.ofHours(2)));

        await().atMost(PATIENCE).until(() -> tombstones().equals(List.of("message:" + id(2))));
        assertThat(sink.registry.get(SinkMetric.PURGED.id()).counter().count()).isOne();
    }

    private List<String> tombstones() {
        return sink.facts().stream()
                .filter(fact -> fact.startsWith("(:GraphsyncTombstone"))
                .map(fact -> fact.replaceAll(".*key: ([^,]*),.*", "$1"))
                .toList();
    }

    private static String id(long number) {
        return new UUID(1, number).toString();
    }
}
