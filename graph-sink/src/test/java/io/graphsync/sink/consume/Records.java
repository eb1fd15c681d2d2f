package io.graphsync.sink.consume;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.sink.model.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as Kafka delivers them. */
public final class Records {
    private Records() {}

    static ConsumerRecord<byte[], byte[]> event(TopicPartition partition, long offset, SampleEvent event) {
        return record(partition, offset, event.headers(), event.json());
    }

    static ConsumerRecord<byte[], byte[]> heartbeat(TopicPartition partition, long offset, long beat) {
        return record(
                partition,
                offset,
                Map.of(Control.HEADER, Control.HEARTBEAT.text()),
                new String(ProgressCodec.encode(beat(beat)), StandardCharsets.UTF_8));
    }

    static Heartbeat beat(long beat) {
        return new Heartbeat(beat, Instant.EPOCH.plusSeconds(beat), beat + ":" + beat + ":", 2);
    }

    static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, Map<String, String> headers, String value) {
        return record(partition, offset, new byte[] {1}, headers, value);
    }

    /** Returns any record. */
    public static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, byte @Nullable [] key, Map<String, String> headers, String value) {
        Headers all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                bytes.length,
                key,
                bytes,
                all,
                Optional.empty());
    }

    static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }
}
