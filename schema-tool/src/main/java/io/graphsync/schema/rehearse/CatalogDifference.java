package io.graphsync.schema.rehearse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs in a database between two moments, in words. Pure. */
final class CatalogDifference {
    private static final int TOLD = 5;
    private static final String RELATION = "relation ";

    private CatalogDifference() {}

    /**
     * Compares.
     *
     * @param before the definition of each object, by its kind and name, as {@code index public.item.item_note}
     * @return empty if nothing differs
     */
    static Optional<String> of(Map<String, String> before, Map<String, String> after) {
        List<String> differences = new ArrayList<>();
        only(after, before).forEach(object -> differences.add("leaves " + object));
        new TreeMap<>(after).forEach((object, definition) -> {
            if (before.containsKey(object) && !definition.equals(before.get(object))) {
                differences.add("leaves " + object + " changed");
            }
        });
        only(before, after).forEach(object -> differences.add("does not bring back " + object));
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        int more = differences.size() - TOLD;
        return Optional.of(String.join(", ", differences.subList(0, Math.min(TOLD, differences.size())))
                + (more > 0 ? ", and " + more + " more" : ""));
    }

    /** What is in one alone; a table stands for all that belongs to it. */
    private static List<String> only(Map<String, String> one, Map<String, String> other) {
        TreeSet<String> objects = new TreeSet<>(one.keySet());
        objects.removeAll(other.keySet());
        return objects.stream()
                .filter(object -> objects.stream().noneMatch(whole -> belongs(object, whole)))
                .toList();
    }

    private static boolean belongs(String object, String whole) {
        return whole.startsWith(RELATION) && object.contains(" " + whole.substring(RELATION.length()) + ".");
    }
}
