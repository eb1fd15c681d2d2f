package io.graphsync.sink.rebuild;

import io.graphsync.sink.mapping.MappedEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Leaves out events that a newer one of the same element and type covers, and puts the others together by region. Pure.
 *
 * <p>An event covers an older one if it says something of everything that the older one does: a conversation's event
 * without a title does not cover one with a title, because the graph keeps the newest title. Applied after the newer event
 * an older one that is covered would change nothing, so leaving it out changes nothing either.
 */
final class Coalescer {
    private record Key(String type, String element) {}

    private Coalescer() {}

    /** Returns what is needed, region by region. */
    static List<MappedEvent> coalesce(List<MappedEvent> events) {
        Map<Key, List<MappedEvent>> needed = new LinkedHashMap<>();
        for (MappedEvent event : events) {
            needed.computeIfAbsent(new Key(event.template().type().name(), event.element()), any -> new ArrayList<>(1))
                    .add(event);
        }
        List<MappedEvent> left = new ArrayList<>();
        needed.values().forEach(ofOneElement -> keep(ofOneElement, left));
        // In the order of their names, as Neo4j's index has them: it finds neighbours sooner than strangers.
        SortedMap<String, List<MappedEvent>> regions = new TreeMap<>();
        left.forEach(event ->
                regions.computeIfAbsent(region(event), any -> new ArrayList<>()).add(event));
        return regions.values().stream().flatMap(List::stream).toList();
    }

    private static void keep(List<MappedEvent> ofOneElement, List<MappedEvent> left) {
        if (ofOneElement.size() == 1) {
            left.add(ofOneElement.getFirst());
            return;
        }
        ofOneElement.sort(Comparator.comparingLong(MappedEvent::seq).reversed());
        List<MappedEvent> kept = new ArrayList<>();
        for (MappedEvent older : ofOneElement) {
            if (kept.stream().noneMatch(newer -> covers(newer, older))) {
                kept.add(older);
            }
        }
        left.addAll(kept);
    }

    private static boolean covers(MappedEvent newer, MappedEvent older) {
        return newer.row().keySet().containsAll(older.row().keySet());
    }

    /** Returns the neighbourhood in which an event is. */
    static String region(MappedEvent event) {
        return String.valueOf(event.row().get(event.template().type().region()));
    }
}
