package io.graphsync.sink.rebuild;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.progress.Control;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes of records what is written. Of one key the newest event is looked at first: where it says something of every field of its
 * type, all that the older ones say is overwritten, and they are left out before they cost anything. Compaction of the topic may
 * take the same ones away at any time, so nobody can rely on hearing of one that could not have been applied. Pure; uses all
 * processors.
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

    private record Source(ConsumerRecord<byte[], byte[]> record, Map<String, String> headers) {
        static Source of(ConsumerRecord<byte[], byte[]> record) {
            return new Source(record, RecordHeaders.of(record));
        }

        boolean isEvent() {
            return Control.of(headers).isEmpty();
        }

        Key key() {
            byte[] key = record.key() == null ? new byte[0] : record.key();
            return new Key(headers.getOrDefault(EventHeaders.TYPE, ""), ByteBuffer.wrap(key));
        }

        long seq() {
            try {
                return Long.parseLong(headers.getOrDefault(EventHeaders.SEQ, ""));
            } catch (NumberFormatException malformed) {
                return UNKNOWN;
            }
        }

        String position() {
            return record.topic() + "-" + record.partition() + "@" + record.offset();
        }
    }

    /** Maps; marks of the pipeline itself and deleted keys are passed by. */
    List<Prepared<E>> map(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Source> events = records.parallelStream()
                .filter(record -> record.value() != null)
                .map(Source::of)
                .filter(Source::isEvent)
                .toList();
        Map<Key, List<Source>> elements = new LinkedHashMap<>();
        events.forEach(event ->
                elements.computeIfAbsent(event.key(), any -> new ArrayList<>(1)).add(event));
        return List.copyOf(elements.values()).parallelStream()
                .flatMap(this::mapElement)
                .toList();
    }

    private Stream<Prepared<E>> mapElement(List<Source> events) {
        events.sort(NEWEST_FIRST);
        Source newest = events.getFirst();
        Mapping mapping = map(newest);
        boolean isAll = newest.record().key() != null && saysAll(mapping);
        Stream<Prepared<E>> others = events.stream()
                .skip(1)
                .filter(event -> !isAll || event.seq() == UNKNOWN)
                .map(event -> prepare(event, map(event)));
        return Stream.concat(Stream.of(prepare(newest, mapping)), others);
    }

    private Mapping map(Source event) {
        return mapper.map(event.headers(), event.record().value());
    }

    private Prepared<E> prepare(Source event, Mapping mapping) {
        return Prepared.of(mapping, prepare, event.position());
    }

    private static boolean saysAll(Mapping mapping) {
        return mapping instanceof Mapping.Mapped mapped
                && mapped.event().template().type().fields().stream()
                        .map(FieldRule::name)
                        .allMatch(mapped.event().row()::containsKey);
    }
}
