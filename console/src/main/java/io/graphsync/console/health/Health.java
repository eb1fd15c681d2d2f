package io.graphsync.console.health;

import java.util.Map;

/**
 * What a process says of itself.
 *
 * @param live false only where a restart of this process would help
 * @param ready whether every part does its work now
 * @param parts what each part does or waits for, by the part's name
 */
public record Health(boolean live, boolean ready, Map<String, String> parts) {
    /** Copies the map. */
    public Health {
        parts = Map.copyOf(parts);
    }
}
