package io.graphsync.sink.verify;

import io.graphsync.sink.verify.Difference.Subject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Elements that were not equal when they were read, one store after the other. Kept by key, so that a report does not depend on
 * who read first. Bounded; counts what it has no room for. Safe for use by many threads.
 */
final class Candidates {
    private final int most;
    private final Map<Subject, Set<ElementState.Key>> keys = new EnumMap<>(Subject.class);
    private int size;
    private long dropped;

    Candidates(int most) {
        this.most = most;
    }

    synchronized void add(Subject subject, ElementState.Key key) {
        if (size >= most) {
            dropped++;
        } else if (keys.computeIfAbsent(subject, any -> new TreeSet<>()).add(key)) {
            size++;
        }
    }

    synchronized List<ElementState.Key> of(Subject subject) {
        return List.copyOf(keys.getOrDefault(subject, Set.of()));
    }

    /** How many there were no room for. */
    synchronized long dropped() {
        return dropped;
    }
}
