package io.graphsync.sink.rebuild;

import io.graphsync.sink.mapping.EventMapper.Mapping;
import io.graphsync.sink.mapping.MappedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What became of one record or row.
 *
 * @param <E> what the target of the rebuild keeps of an event
 * @param event what is written of it; empty where there is nothing to write
 * @param refused why it can't be applied; empty where it can
 */
record Prepared<E>(Optional<E> event, Optional<Refused> refused) {
    /**
     * Returns what became of an event.
     *
     * @param position tells an operator where it stands
     */
    static <E> Prepared<E> of(Mapping mapping, Function<MappedEvent, Optional<E>> prepare, Supplier<String> position) {
        return switch (mapping) {
            case Mapping.Mapped mapped -> new Prepared<>(prepare.apply(mapped.event()), Optional.empty());
            case Mapping.Rejected rejected ->
                new Prepared<>(
                        Optional.empty(),
                        Optional.of(new Refused(position.get(), rejected.code(), rejected.message())));
        };
    }

    /** Some of them, as a window holds them. */
    static final class Events<E> {
        final List<E> events = new ArrayList<>();
        final List<Refused> refused = new ArrayList<>();

        void add(Prepared<E> prepared) {
            prepared.event().ifPresent(events::add);
            prepared.refused().ifPresent(refused::add);
        }
    }
}
