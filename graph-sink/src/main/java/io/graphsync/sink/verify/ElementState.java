package io.graphsync.sink.verify;

import java.util.Map;
import java.util.TreeMap;

/**
 * One element as one of the two sides has it, in a form in which both are comparable.
 *
 * @param key orders the elements; the same on both sides
 * @param properties what is compared, by name; a property that has no value is left out
 */
record ElementState(Key key, Map<String, Object> properties) {
    ElementState {
        properties = Map.copyOf(properties);
    }

    /**
     * The order of elements: by id, then by user where an id has several.
     *
     * @param id of the conversation or message
     * @param user empty but for feedback
     */
    record Key(String id, String user) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byId = id.compareTo(other.id);
            return byId == 0 ? user.compareTo(other.user) : byId;
        }

        @Override
        public String toString() {
            return user.isEmpty() ? id : user + ":" + id;
        }
    }

    Map<String, Object> sorted() {
        return new TreeMap<>(properties);
    }
}
