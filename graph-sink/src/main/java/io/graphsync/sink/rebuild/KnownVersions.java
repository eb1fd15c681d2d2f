package io.graphsync.sink.rebuild;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.sink.consume.RecordHeaders;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.write.GraphConnection;
import io.graphsync.sink.write.GraphReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The highest numbers that PostgreSQL has given out, as far as the topics and the graph know.
 *
 * @param seq of a version
 * @param beat of a heartbeat
 */
record KnownVersions(long seq, long beat) {
    /** Writers that wait for each other may leave a partition's highest number that far before its end. */
    private static final int TAIL_RECORDS = 1_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<String> HIGHEST = List.of(
            "MATCH (n:Conversation) RETURN max(n.seq) AS seq",
            "MATCH (n:Message) RETURN max(n.seq) AS seq",
            "MATCH ()-[f:GAVE_FEEDBACK]->() RETURN max(f.seq) AS seq",
            "MATCH (n:GraphsyncTombstone) RETURN max(n.seq) AS seq");

    /**
     * Looks at the ends of all partitions of the event topics, and at all elements of the graph.
     *
     * @throws ReplayException if one of them can't be asked
     */
    static KnownVersions find(RebuildSettings settings) throws InterruptedException {
        return ofTopics(settings).and(ofGraph(settings));
    }

    private KnownVersions and(KnownVersions other) {
        return new KnownVersions(Math.max(seq, other.seq), Math.max(beat, other.beat));
    }

    private static KnownVersions ofTopics(RebuildSettings settings) throws InterruptedException {
        List<String> topics = new ArrayList<>(settings.eventTopics());
        topics.add(settings.sink().route().redelivered());
        KnownVersions known = new KnownVersions(0, 0);
        try (Consumer<byte[], byte[]> consumer = settings.consumer()) {
            TopicRange range = TopicRange.of(consumer, topics);
            consumer.assign(range.ends().keySet());
            range.ends()
                    .forEach((partition, end) -> consumer.seek(
                            partition, Math.max(range.begins().getOrDefault(partition, 0L), end - TAIL_RECORDS)));
            while (!hasReached(consumer, range.ends())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    known = known.and(of(record));
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return known;
    }

    private static boolean hasReached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static KnownVersions of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return new KnownVersions(0, 0);
        }
        if (RecordHeaders.control(record).filter(Control.HEARTBEAT::equals).isPresent()) {
            return new KnownVersions(
                    0,
                    ProgressCodec.heartbeat(record.value()).map(Heartbeat::beat).orElse(0L));
        }
        String seq = RecordHeaders.text(record, EventHeaders.SEQ).orElse("");
        // What is no number is nobody's version: the sink sends such a record to the dead letters.
        return new KnownVersions(seq.matches("\\d{1,18}") ? Long.parseLong(seq) : 0, 0);
    }

    private static KnownVersions ofGraph(RebuildSettings settings) {
        try (GraphConnection graph = GraphConnection.open(settings.graph())) {
            GraphReader reader = new GraphReader(graph);
            long highest = 0;
            for (String statement : HIGHEST) {
                for (Map<String, Object> row : reader.read(statement, Map.of())) {
                    highest = row.get("seq") instanceof Long seq ? Math.max(highest, seq) : highest;
                }
            }
            return new KnownVersions(highest, 0);
        } catch (GraphFailure failure) {
            throw new ReplayException("Neo4j can't be read: " + failure.getMessage(), failure);
        }
    }
}
