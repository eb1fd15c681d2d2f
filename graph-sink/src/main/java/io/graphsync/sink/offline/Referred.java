package io.graphsync.sink.offline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that were referred to first, as many as there is room for. Most references name what another one has named: ten
 * messages their conversation, thousands of conversations their topic. Safe for use by many threads.
 */
final class Referred {
    private static final int MOST = 200_000;

    private final Map<Reference, Set<List<String>>> names = new EnumMap<>(Reference.class);

    Referred() {
        for (Reference kind : Reference.values()) {
            names.put(kind, ConcurrentHashMap.newKeySet());
        }
    }

    /** Returns false if this was referred to before; true does not mean that it was not. */
    boolean isNew(Reference kind, String... name) {
        Set<List<String>> known = known(kind);
        List<String> key = List.of(name);
        return known.size() < MOST ? known.add(key) : !known.contains(key);
    }

    /** Returns true if nothing referred to this; false does not mean that something did. */
    boolean isNone(Reference kind, String... name) {
        Set<List<String>> known = known(kind);
        return known.size() < MOST && !known.contains(List.of(name));
    }

    private Set<List<String>> known(Reference kind) {
        return names.getOrDefault(kind, Set.of());
    }
}
