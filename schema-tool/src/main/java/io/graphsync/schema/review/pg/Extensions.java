package io.graphsync.schema.review.pg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Functions of well-known extensions that compute and change nothing. The resource holds their names, one a line. */
final class Extensions {
    private static final String RESOURCE = "extensions.txt";

    private static final class Known {
        static final Set<String> FUNCTIONS = read();
    }

    /** They read a dictionary by the search path, or make something new each time. */
    private static final Set<String> NOT_IMMUTABLE = Set.of(
            "unaccent", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "gen_salt", "gen_random_bytes");

    private Extensions() {}

    static boolean isNeverImmutable(String function) {
        return NOT_IMMUTABLE.contains(function);
    }

    static boolean isHarmless(String function) {
        return Known.FUNCTIONS.contains(function);
    }

    private static Set<String> read() {
        Set<String> names = new HashSet<>();
        try (InputStream resource = Extensions.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return names;
    }
}
