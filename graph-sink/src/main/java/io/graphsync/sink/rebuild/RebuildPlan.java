package io.graphsync.sink.rebuild;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a rebuild would do, and what is in its way.
 *
 * @param target what it would fill: a graph, or files
 * @param parts how much there is to read, by topic or table; of tables about
 * @param obstacles what has to be done before it can begin; nothing where it can
 */
public record RebuildPlan(String target, Map<String, Long> parts, List<String> obstacles) {
    /** Copies the collections; the parts are sorted by name. */
    public RebuildPlan {
        parts = new TreeMap<>(parts);
        obstacles = List.copyOf(obstacles);
    }

    /** Returns how much there is to read. */
    public long total() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }
}
