package io.graphsync.schema.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where things are kept between runs that only save time. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /**
     * Takes it from the environment: {@code GRAPHSYNC_CACHE_DIR}, else a folder of its own in {@code XDG_CACHE_HOME} or
     * {@code ~/.cache}.
     *
     * @return empty if the setting is {@code none}, or the environment names no folder
     */
    public static Optional<Path> of(Map<String, String> environment) {
        String own = environment.getOrDefault("GRAPHSYNC_CACHE_DIR", "");
        if (!own.isBlank()) {
            return own.equals("none") ? Optional.empty() : Optional.of(Path.of(own));
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!shared.isBlank()) {
            return Optional.of(Path.of(shared, "graphsync"));
        }
        return Optional.of(environment.getOrDefault("HOME", ""))
                .filter(home -> !home.isBlank())
                .map(home -> Path.of(home, ".cache", "graphsync"));
    }
}
