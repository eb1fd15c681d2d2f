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
    private final Problems problems;

    Settings(Map<String, String> values, Problems problems) {
        this.values = Map.copyOf(values);
        this.problems = problems;
    }

    /** Returns what was wrong with file and environment; whoever checks the values adds to it. */
    public Problems problems() {
        return problems;
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
