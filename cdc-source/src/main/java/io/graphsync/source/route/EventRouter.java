package io.graphsync.source.route;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.InvalidEventException;
import io.graphsync.outbox.event.OutboxEvent;
import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Heartbeat;
import io.graphsync.outbox.progress.ProgressCodec;
import io.graphsync.outbox.topic.TopicLayout;
import io.graphsync.outbox.topic.TopicNames;
import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventType;
import io.graphsync.outbox.type.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/**
 * Decides where a row goes. Events of one region go to one partition; a row that can't be routed goes to the retry
 * topic with the reason, so that it holds nothing up; a heartbeat goes everywhere that events go. Pure and immutable.
 */
public final class EventRouter {
    /** What {@link Failure#origin()} says of an event that never reached an event topic. */
    public static final String ORIGIN = "graph_outbox";

    /** The one key of all heartbeats: a compacted topic keeps the newest of each partition. */
    public static final String HEARTBEAT_KEY = "graphsync.heartbeat";

    /** What Kafka adds to key, value and headers, at most: the batch's head and the record's own lengths. */
    private static final int RECORD_OVERHEAD_BYTES = 512;

    private static final int HEADER_OVERHEAD_BYTES = 10;

    /** Longest event type and trace context that a failed event keeps: no header may make the record too large. */
    private static final int MAX_HEADER_CHARS = 512;

    private final EventCatalog catalog;
    private final TopicNames names;
    private final SortedMap<String, Integer> partitions;

    /**
     * Makes a router.
     *
     * @param partitions how many partitions each event topic has, by the topic's full name
     */
    public EventRouter(EventCatalog catalog, TopicNames names, Map<String, Integer> partitions) {
        this.catalog = Objects.requireNonNull(catalog, "catalog");
        this.names = Objects.requireNonNull(names, "names");
        this.partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    }

    /** Returns a row's record. */
    public Routed route(OutboxRow row) {
        return switch (row) {
            case OutboxRow.Wellformed fit -> routeEvent(fit);
            case OutboxRow.Malformed malformed -> poison(malformed, Failure.INVALID_EVENT, join(malformed.problems()));
            case OutboxRow.Oversized oversized -> tooLarge(oversized, oversized.payloadBytes());
        };
    }

    /** Returns a heartbeat's records: one for each partition of each event topic, those that events are routed to. */
    public List<ControlRecord> route(BeatRow beat) {
        int total = partitions.values().stream().mapToInt(Integer::intValue).sum();
        byte[] value = ProgressCodec.encode(new Heartbeat(beat.beat(), beat.at(), beat.snapshot(), total));
        List<ControlRecord> records = new ArrayList<>(total);
        partitions.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                RecordHeaders headers = headers(Map.of(Control.HEADER, Control.HEARTBEAT.text()));
                records.add(new ControlRecord(
                        new ProducerRecord<>(topic, partition, bytes(HEARTBEAT_KEY), value, headers)));
            }
        });
        return records;
    }

    /** Returns what to send in place of a record that the broker refused for its size. */
    public Routed tooLarge(Routed refused) {
        return tooLarge(refused.row(), payloadBytes(refused.row()));
    }

    private Routed routeEvent(OutboxRow.Wellformed row) {
        OutboxEvent event = row.event();
        Optional<EventType> type = catalog.find(event.type());
        if (type.isEmpty()) {
            return poison(
                    row,
                    Failure.UNKNOWN_TYPE,
                    "event_type is in no catalog: " + FieldProblem.excerpt(event.type()) + "; add its type file");
        }
        try {
            ProducerRecord<byte[], byte[]> record =
                    record(type.get(), type.get().validate(event.payload(), event.schemaVersion()), event);
            return sizeOf(record) > TopicLayout.MAX_RECORD_BYTES
                    ? tooLarge(row, payloadBytes(row))
                    : new Routed(row, record, Optional.empty());
        } catch (InvalidEventException invalid) {
            return poison(row, Failure.INVALID_EVENT, join(invalid.problems()));
        }
    }

    private ProducerRecord<byte[], byte[]> record(EventType type, Payload payload, OutboxEvent event) {
        String topic = names.events(type.topic());
        Integer count = partitions.get(topic);
        if (count == null) {
            throw new IllegalStateException("the number of partitions of " + topic + " is not known");
        }
        int partition = Utils.toPositive(Utils.murmur2(bytes(type.regionOf(payload)))) % count;
        return new ProducerRecord<>(
                topic,
                partition,
                bytes(type.key(payload)),
                bytes(event.payload()),
                headers(EventHeaders.encode(event)));
    }

    private Routed poison(OutboxRow row, String code, String message) {
        Routed whole = retry(row, code, message, bytes(row.event().payload()));
        return sizeOf(whole.record()) > TopicLayout.MAX_RECORD_BYTES ? tooLarge(row, payloadBytes(row)) : whole;
    }

    private Routed tooLarge(OutboxRow row, long payloadBytes) {
        String message = "payload has " + payloadBytes + " bytes, more than the " + TopicLayout.MAX_RECORD_BYTES
                + " bytes of a record allow; the row of graph_outbox with id "
                + row.event().id() + " still holds it";
        String stub = "{\"graphsync\": \"payload too large\", \"table\": \"graph_outbox\", \"id\": \""
                + row.event().id() + "\", \"payload_bytes\": " + payloadBytes + "}";
        return retry(row, Failure.PAYLOAD_TOO_LARGE, message, bytes(stub));
    }

    private Routed retry(OutboxRow row, String code, String message, byte[] value) {
        OutboxEvent event = clipped(row.event());
        Failure failure = new Failure(
                Failure.Stage.SOURCE,
                Failure.Kind.POISON,
                code,
                message,
                1,
                event.committedAt(),
                event.committedAt(),
                ORIGIN);
        Map<String, String> headers = new LinkedHashMap<>(EventHeaders.encode(event));
        headers.putAll(FailureHeaders.encode(failure));
        return new Routed(
                row,
                new ProducerRecord<>(names.retry(), null, bytes(event.id().toString()), value, headers(headers)),
                Optional.of(code));
    }

    private static OutboxEvent clipped(OutboxEvent event) {
        String type = event.type();
        return new OutboxEvent(
                event.id(),
                type.length() > MAX_HEADER_CHARS ? type.substring(0, MAX_HEADER_CHARS) + "…" : type,
                event.entityId(),
                event.seq(),
                event.schemaVersion(),
                event.committedAt(),
                event.xid(),
                event.traceparent().filter(value -> value.length() <= MAX_HEADER_CHARS),
                event.payload());
    }

    private static long payloadBytes(OutboxRow row) {
        return row instanceof OutboxRow.Oversized oversized
                ? oversized.payloadBytes()
                : Utils.utf8Length(row.event().payload());
    }

    private static long sizeOf(ProducerRecord<byte[], byte[]> record) {
        long size = RECORD_OVERHEAD_BYTES + (long) record.key().length + record.value().length;
        for (var header : record.headers()) {
            size += HEADER_OVERHEAD_BYTES + Utils.utf8Length(header.key()) + header.value().length;
        }
        return size;
    }

    private static RecordHeaders headers(Map<String, String> texts) {
        RecordHeaders headers = new RecordHeaders();
        texts.forEach((name, text) -> headers.add(name, bytes(text)));
        return headers;
    }

    private static String join(List<FieldProblem> problems) {
        return problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; "));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
