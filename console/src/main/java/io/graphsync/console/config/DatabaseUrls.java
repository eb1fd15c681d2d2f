package io.graphsync.console.config;

import io.graphsync.schema.target.PostgresTarget;
import java.util.List;
import java.util.Map;

/** Gives every part the one form of a database's address that it knows: JDBC URL, user and password apart. */
final class DatabaseUrls {
    private static final List<String> PREFIXES = List.of("database.", "source.database.");

    private DatabaseUrls() {}

    private static String variable(String prefix) {
        return EnvironmentMapper.variable(prefix + "url");
    }

    /** Replaces each URL by its three parts; user and password that are set by themselves win. */
    static void normalise(Map<String, String> settings, Problems problems) {
        for (String prefix : PREFIXES) {
            String url = settings.get(prefix + "url");
            if (url == null) {
                continue;
            }
            try {
                PostgresTarget target = PostgresTarget.parse(url);
                settings.put(prefix + "url", target.jdbcUrl());
                target.user().ifPresent(user -> settings.putIfAbsent(prefix + "user", user));
                target.password().ifPresent(password -> settings.putIfAbsent(prefix + "password", password));
            } catch (IllegalArgumentException malformed) {
                settings.remove(prefix + "url");
                problems.add(prefix + "url", prefix + "url (" + variable(prefix) + ") " + malformed.getMessage());
                problems.addKey(prefix + "user");
            }
        }
    }
}
