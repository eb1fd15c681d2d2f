package io.graphsync.console.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All settings of a process, by key, after file and environment were put together. Values may be secrets, so it has no
 * text form.
 */
public final class Settings {
    private final Map<String, String> values;

    Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Returns a setting, empty where neither the file nor the environment gives it. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns all settings as a new map that the caller may change. */
    public Map<String, String> toMap() {
        return new TreeMap<>(values);
    }

    @Override
    public String toString() {
        return "Settings" + new TreeMap<>(values).keySet();
    }
}
