package io.graphsync.console.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Puts settings together: the file, then the environment over it. Defaults are those of the parts' own definitions. All
 * problems are reported at once.
 */
public final class SettingsReader {
    /** Where settings are looked for when no file is named. */
    public static final Path DEFAULT_FILE = Path.of("graphsync.properties");

    private final Set<String> keys;
    private final List<String> subtrees;

    /**
     * Makes a reader.
     *
     * @param keys every key that means something
     * @param subtrees prefixes, with their dot, below which any key is passed on to a client library
     */
    public SettingsReader(Set<String> keys, List<String> subtrees) {
        this.keys = Set.copyOf(keys);
        this.subtrees = List.copyOf(subtrees);
    }

    /**
     * Reads the settings. What is wrong is noted in {@link Settings#problems()}.
     *
     * @param named the file that the operator named; without one {@link #DEFAULT_FILE} is read where it exists
     */
    public Settings read(Optional<Path> named, Map<String, String> environment) {
        Problems problems = new Problems();
        return combine(fromFile(named, problems), environment, problems);
    }

    /** Reads settings from the environment alone. What is wrong is noted in {@link Settings#problems()}. */
    public Settings read(Map<String, String> environment) {
        return combine(Map.of(), environment, new Problems());
    }

    private Settings combine(Map<String, String> file, Map<String, String> environment, Problems problems) {
        Map<String, String> settings = new LinkedHashMap<>(file);
        settings.putAll(new EnvironmentMapper(environment, problems).settings(keys));
        DatabaseUrls.normalise(settings, problems);
        return new Settings(settings, problems);
    }

    private Map<String, String> fromFile(Optional<Path> named, Problems problems) {
        Path file = named.orElse(DEFAULT_FILE);
        if (named.isEmpty() && !Files.exists(file)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            problems.add("the file " + file + " can't be read: " + unreadable.getMessage());
            return Map.of();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames().stream().sorted().toList()) {
            if (isKnown(key)) {
                settings.put(key, properties.getProperty(key));
            } else {
                problems.add(file + ": " + key + " is no setting; docs/configuration.md lists them all");
            }
        }
        return settings;
    }

    private boolean isKnown(String key) {
        return keys.contains(key) || subtrees.stream().anyMatch(subtree -> key.startsWith(subtree));
    }
}
