package io.graphsync.sink.rebuild;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.type.FieldRule;
import io.graphsync.sink.consume.RecordHeaders;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.EventMapper.Mapping;
import io.graphsync.sink.mapping.MappedEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes of records what is written. Of one key the newest event is looked at first: where it says something of every field of its
 * type, all that the older ones say is overwritten, and they are left out before they cost anything. Compaction of the topic may
 * take the same ones away at any time, so nobody can rely on hearing of one that could not have been applied. Pure; safe for
 * use by many threads.
 *
 * @param <E> what the target of the rebuild keeps of an event
 */
final class RecordMapping<E> {
    private static final long UNKNOWN = -1;
    private static final Comparator<Source> NEWEST_FIRST =
            Comparator.comparingLong(Source::seq).reversed();

    private final EventMapper mapper;
    private final Function<MappedEvent, Optional<E>> prepare;

    /**
     * Makes a mapping.
     *
     * @param prepare what makes of an event what is written
     */
    RecordMapping(EventMapper mapper, Function<MappedEvent, Optional<E>> prepare) {
        this.mapper = mapper;
        this.prepare = prepare;
    }

    private record Key(String type, ByteBuffer key) {}

    /** Of the headers no more is kept than tells which events are left out: most events of a long history are. */
    private record Source(ConsumerRecord<byte[], byte[]> record, Key key, long seq) {
        static Source of(ConsumerRecord<byte[], byte[]> record) {
            byte[] key = record.key() == null ? new byte[0] : record.key();
            String type = RecordHeaders.text(record, EventHeaders.TYPE).orElse("");
            return new Source(record, new Key(type, ByteBuffer.wrap(key)), version(record));
        }

        private static long version(ConsumerRecord<byte[], byte[]> record) {
            try {
                return Long.parseLong(
                        RecordHeaders.text(record, EventHeaders.SEQ).orElse(""));
            } catch (NumberFormatException malformed) {
                return UNKNOWN;
            }
        }

        String position() {
            return record.topic() + "-" + record.partition() + "@" + record.offset();
        }
    }

    /**
     * Maps; marks of the pipeline itself and deleted keys are passed by.
     *
     * @param mapped takes the records that are not left out, and what became of them
     */
    void map(
            List<ConsumerRecord<byte[], byte[]>> records,
            BiConsumer<ConsumerRecord<byte[], byte[]>, Prepared<E>> mapped) {
        Map<Key, List<Source>> elements = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() != null && RecordHeaders.control(record).isEmpty()) {
                Source event = Source.of(record);
                elements.computeIfAbsent(event.key(), any -> new ArrayList<>(1)).add(event);
            }
        }
        elements.values().forEach(events -> mapElement(events, mapped));
    }

    private void mapElement(List<Source> events, BiConsumer<ConsumerRecord<byte[], byte[]>, Prepared<E>> mapped) {
        events.sort(NEWEST_FIRST);
        Source newest = events.getFirst();
        Mapping mapping = map(newest);
        mapped.accept(newest.record(), prepare(newest, mapping));
        if (events.size() == 1) {
            return;
        }
        boolean isAll = newest.record().key() != null && saysAll(mapping);
        for (Source older : events.subList(1, events.size())) {
            if (!isAll || older.seq() == UNKNOWN) {
                mapped.accept(older.record(), prepare(older, map(older)));
            }
        }
    }

    private Mapping map(Source event) {
        return mapper.map(RecordHeaders.of(event.record()), event.record().value());
    }

    private Prepared<E> prepare(Source event, Mapping mapping) {
        return Prepared.of(mapping, prepare, event::position);
    }

    private static boolean saysAll(Mapping mapping) {
        return mapping instanceof Mapping.Mapped mapped
                && mapped.event().template().type().fields().stream()
                        .map(FieldRule::name)
                        .allMatch(mapped.event().row()::containsKey);
    }
}
