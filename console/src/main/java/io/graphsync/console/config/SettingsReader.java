package io.graphsync.console.config;

import io.graphsync.console.CommandFailure;
import io.graphsync.console.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * Reads the settings.
     *
     * @param named the file that the operator named; without one {@link #DEFAULT_FILE} is read where it exists
     * @throws CommandFailure with one line for each problem
     */
    public Settings read(Optional<Path> named, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        return combine(fromFile(named, problems), environment, problems);
    }

    /**
     * Reads settings from the environment alone.
     *
     * @throws CommandFailure with one line for each problem
     */
    public Settings read(Map<String, String> environment) {
        return combine(Map.of(), environment, new ArrayList<>());
    }

    private Settings combine(Map<String, String> file, Map<String, String> environment, List<String> problems) {
        Map<String, String> settings = new LinkedHashMap<>(file);
        EnvironmentMapper mapper = new EnvironmentMapper(environment);
        settings.putAll(mapper.settings(keys));
        problems.addAll(mapper.problems());
        DatabaseUrls.normalise(settings, problems);
        if (!problems.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the configuration has " + count(problems) + ":\n  " + String.join("\n  ", problems));
        }
        return new Settings(settings);
    }

    private Map<String, String> fromFile(Optional<Path> named, List<String> problems) {
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

    private static String count(List<String> problems) {
        return problems.size() == 1 ? "a problem" : problems.size() + " problems";
    }
}
