package io.graphsync.retry.topology;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStoreWithHeaders;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that wait in one task, by id and by due time. Two stores: the events themselves, and an index of due times,
 * so that finding what is due costs nothing while millions wait for later. Both are changed in one transaction, so they
 * agree after any crash. Touched by the task's thread alone.
 */
final class WaitingEvents {
    static final String EVENTS = "waiting";
    static final String INDEX = "waiting-due";

    /** Where a stored event keeps its due time. Not the store's timestamp: brokers refuse one that lies ahead. */
    static final String DUE = "graphsync.retry.due.at";

    private static final Logger log = LoggerFactory.getLogger(WaitingEvents.class);
    private static final byte[] PRESENT = {1};

    private final TimestampedKeyValueStoreWithHeaders<String, byte[]> events;
    private final KeyValueStore<Bytes, byte[]> index;
    private long count;
    /** No event is due before this time. Spares the scan while there is nothing to do, and the deleted keys in it. */
    private long earliestDue;

    /** Opens the stores of a task; counts what is in them. */
    WaitingEvents(ProcessorContext<?, ?> context) {
        this.events = context.getStateStore(EVENTS);
        this.index = context.getStateStore(INDEX);
        try (KeyValueIterator<Bytes, byte[]> all = index.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
    }

    /** Returns what builds the stores; the changelog takes every record that the topics take. */
    static List<StoreBuilder<?>> stores(int maxRecordBytes) {
        return List.of(
                Stores.timestampedKeyValueStoreWithHeadersBuilder(
                                Stores.persistentTimestampedKeyValueStoreWithHeaders(EVENTS),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(maxRecordBytes))),
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(INDEX), Serdes.Bytes(), Serdes.ByteArray()));
    }

    long count() {
        return count;
    }

    Optional<WaitingEvent> find(UUID id) {
        return Optional.ofNullable(events.get(id.toString())).map(stored -> read(id, stored));
    }

    /** Adds an event, in place of what waited under its id. */
    void put(WaitingEvent event, long now) {
        remove(event.id());
        Headers headers = new RecordHeaders(event.headers().toArray());
        headers.remove(DUE);
        headers.add(DUE, Long.toString(event.due()).getBytes(StandardCharsets.US_ASCII));
        events.put(event.id().toString(), ValueTimestampHeaders.make(event.payload(), now, headers));
        index.put(new DueKey(event.due(), event.id()).toBytes(), PRESENT);
        count++;
        earliestDue = Math.min(earliestDue, event.due());
    }

    /** Removes an event if it waits. */
    void remove(UUID id) {
        find(id).ifPresent(event -> {
            events.delete(id.toString());
            index.delete(new DueKey(event.due(), id).toBytes());
            count--;
        });
    }

    /**
     * Removes and returns the events that are due, the earliest first.
     *
     * @param maxEvents the most that are returned; the rest comes with the next call
     * @param maxBytes payloads of that size together end the list early; at least one event is returned
     */
    List<WaitingEvent> takeDue(long now, int maxEvents, long maxBytes) {
        if (now < earliestDue) {
            return List.of();
        }
        List<WaitingEvent> due = new ArrayList<>();
        long bytes = 0;
        for (DueKey key : dueKeys(now, maxEvents)) {
            Optional<WaitingEvent> event = find(key.id());
            if (event.isEmpty()) {
                forget(key);
                continue;
            }
            bytes += event.get().payload().length;
            if (bytes > maxBytes && !due.isEmpty()) {
                earliestDue = key.due();
                break;
            }
            due.add(event.get());
        }
        due.forEach(event -> remove(event.id()));
        return due;
    }

    /** Only a damaged changelog makes the stores differ. Nothing can be delivered here, and nobody else may be held up. */
    private void forget(DueKey key) {
        log.atError().addKeyValue("event", key.id()).log("The index of due times names an event that does not wait");
        index.delete(key.toBytes());
        count--;
    }

    /** Reads the index, and learns from the key after the last one when to look again. */
    private List<DueKey> dueKeys(long now, int maxEvents) {
        List<DueKey> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> from = index.range(DueKey.first(earliestDue), null)) {
            while (from.hasNext()) {
                KeyValue<Bytes, byte[]> entry = from.next();
                DueKey key = DueKey.of(entry.key);
                if (key.due() > now || keys.size() == maxEvents) {
                    earliestDue = key.due();
                    return keys;
                }
                keys.add(key);
            }
        }
        earliestDue = Long.MAX_VALUE;
        return keys;
    }

    private static WaitingEvent read(UUID id, ValueTimestampHeaders<byte[]> stored) {
        Headers headers = new RecordHeaders(stored.headers().toArray());
        Header due = headers.lastHeader(DUE);
        headers.remove(DUE);
        int attempts = FailureHeaders.decode(HeaderText.read(headers))
                .map(Failure::attempts)
                .orElse(0);
        long dueMillis = Long.parseLong(new String(due.value(), StandardCharsets.US_ASCII));
        return new WaitingEvent(id, dueMillis, attempts, headers, stored.value());
    }
}
