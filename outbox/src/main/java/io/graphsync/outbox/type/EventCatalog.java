package io.graphsync.outbox.type;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The event types that a pipeline knows, by name. Immutable. */
public final class EventCatalog {
    private final Map<String, EventType> types;

    private EventCatalog(Map<String, EventType> types) {
        this.types = types;
    }

    /**
     * Makes a catalog.
     *
     * @throws IllegalArgumentException if two types have one name
     */
    public static EventCatalog of(Collection<EventType> types) {
        Map<String, EventType> byName = new LinkedHashMap<>();
        for (EventType type : types) {
            if (byName.put(type.name(), type) != null) {
                throw new IllegalArgumentException("two event types are named " + type.name());
            }
        }
        return new EventCatalog(byName);
    }

    /** Returns the type of that name, empty where no type has it. */
    public Optional<EventType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Returns all types, in the order in which they were given. */
    public Collection<EventType> types() {
        return List.copyOf(types.values());
    }

    /** Returns the last parts of the event topics' names, sorted. */
    public Set<String> topics() {
        Set<String> topics = new TreeSet<>();
        types.values().forEach(type -> topics.add(type.topic()));
        return topics;
    }
}
