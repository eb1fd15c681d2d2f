package io.graphsync.console.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings out of environment variables: the well-known names of the field, and {@code GRAPHSYNC_} followed by any
 * key in capitals with underscores for dots. Each may also end in {@code _FILE} and name a file that holds the value.
 */
final class EnvironmentMapper {
    private static final String PREFIX = "GRAPHSYNC_";
    private static final String FILE_SUFFIX = "_FILE";

    /** Variables of the launcher, which are no settings. */
    private static final Set<String> LAUNCHER = Set.of("GRAPHSYNC_JAVA_OPTS", "GRAPHSYNC_CONFIG");

    private static final Map<String, String> WELL_KNOWN = Map.of(
            "SOURCE_DATABASE_URL", "source.database.url",
            "NEO4J_URI", "neo4j.uri",
            "NEO4J_USERNAME", "neo4j.username",
            "NEO4J_PASSWORD", "neo4j.password",
            "NEO4J_DATABASE", "neo4j.database",
            "KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap.servers");

    private final Map<String, String> environment;
    private final Problems problems;

    /** Takes the variables, and where to note what can't be read. */
    EnvironmentMapper(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Returns the variable that sets a key. */
    static String variable(String key) {
        return switch (key) {
            case "database.url" -> "DATABASE_URL";
            case "database.user" -> "a user in DATABASE_URL";
            default ->
                WELL_KNOWN.entrySet().stream()
                        .filter(known -> known.getValue().equals(key))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseGet(() -> ownVariable(key));
        };
    }

    private static String ownVariable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** Returns the settings that the environment gives. */
    Map<String, String> settings(Set<String> keys) {
        Map<String, String> settings = new LinkedHashMap<>();
        WELL_KNOWN.forEach((variable, key) -> put(settings, variable, key));
        put(settings, databaseVariable(), "database.url");
        Map<String, String> byVariable = new TreeMap<>();
        keys.forEach(key -> byVariable.put(ownVariable(key), key));
        byVariable.forEach((variable, key) -> put(settings, variable, key));
        reportUnknown(byVariable.keySet());
        return settings;
    }

    /** Development has a database of its own where one is named; production never falls back to it. */
    private String databaseVariable() {
        boolean production = "production".equals(environment.get("DB_ENV"));
        boolean development =
                environment.containsKey("DEV_DATABASE_URL") || environment.containsKey("DEV_DATABASE_URL_FILE");
        return !production && development ? "DEV_DATABASE_URL" : "DATABASE_URL";
    }

    private void put(Map<String, String> settings, String variable, String key) {
        String value = environment.get(variable);
        String file = environment.get(variable + FILE_SUFFIX);
        if (value != null && file != null) {
            problems.add(key, variable + " and " + variable + FILE_SUFFIX + " are both set: keep one of them");
        } else if (value != null) {
            settings.put(key, value);
        } else if (file != null) {
            readSecret(variable + FILE_SUFFIX, file, settings, key);
        }
    }

    private void readSecret(String variable, String file, Map<String, String> settings, String key) {
        try {
            settings.put(key, Files.readString(Path.of(file)).strip());
        } catch (IOException | RuntimeException unreadable) {
            problems.add(key, variable + " names a file that can't be read: " + file);
        }
    }

    private void reportUnknown(Set<String> known) {
        environment.keySet().stream()
                .filter(variable -> variable.startsWith(PREFIX) && !LAUNCHER.contains(variable))
                .filter(variable -> !known.contains(variable)
                        && !(variable.endsWith(FILE_SUFFIX)
                                && known.contains(variable.substring(0, variable.length() - FILE_SUFFIX.length()))))
                .sorted()
                .forEach(variable -> problems.add("the environment variable " + variable
                        + " matches no setting; docs/configuration.md lists them all"));
    }
}
