package io.graphsync.sink.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.Passage;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.sink.outage.OutageWatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PassageReporterTest {
    private static final Node NODE = new Node(0, "here", 1);
    private static final Cluster CLUSTER =
            new Cluster("c", List.of(NODE), List.of(partition(0), partition(1)), Set.of(), Set.of());

    private final PassedBeats beats = new PassedBeats();
    private final OutageWatch kafka =
            new OutageWatch("Kafka", "here", InstantSource.system(), LoggerFactory.getLogger("t"));
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(CLUSTER, false, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void what_has_passed_is_said_in_every_partition_and_while_kafka_is_away_only_the_newest_is_kept() {
        beats.passed(new TopicPartition("e", 0), beat(1));

        try (PassageReporter reporter = PassageReporter.start(beats, producer, "retry", kafka)) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> producer.history().size() == 2);
            beats.passed(new TopicPartition("e", 0), beat(2));
            beats.passed(new TopicPartition("e", 0), beat(3));
            producer.errorNext(new TimeoutException("away"));
            producer.completeNext();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> producer.history().size() == 4);
            assertThat(reporter).isNotNull();
        }

        assertThat(producer.history()).extracting(ProducerRecord::partition).containsExactly(0, 1, 0, 1);
        assertThat(producer.history())
                .allSatisfy(record -> assertThat(
                                record.headers().lastHeader(Control.HEADER).value())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("passage"));
        assertThat(producer.history())
                .extracting(record -> ProgressCodec.passage(record.value()).orElseThrow())
                .containsExactly(passage(1), passage(1), passage(3), passage(3));
    }

    private static Passage passage(long beat) {
        return new Passage(Map.of("e-0", beat(beat)));
    }

    private static Heartbeat beat(long beat) {
        return new Heartbeat(beat, Instant.EPOCH.plusSeconds(beat), "1:1:", 2);
    }

    private static PartitionInfo partition(int number) {
        return new PartitionInfo("retry", number, NODE, new Node[] {NODE}, new Node[] {NODE});
    }
}
