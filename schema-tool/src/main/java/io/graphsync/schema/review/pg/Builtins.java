package io.graphsync.schema.review.pg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The functions that every PostgreSQL has. The resource holds a line for each name: the least and the most volatile of that
 * name, and where it depends on how many arguments there are, one for each number of them. {@code BuiltinsIT} compares it
 * with a server.
 */
final class Builtins {
    private static final String RESOURCE = "builtins.txt";

    /** How a function may answer differently, as pg_proc says. */
    private enum Volatility {
        IMMUTABLE,
        STABLE,
        VOLATILE
    }

    /** The least and the most volatile of the functions that a call may mean. */
    private record Range(Volatility least, Volatility most) {
        static final Range ANY = new Range(Volatility.IMMUTABLE, Volatility.VOLATILE);
    }

    private static final class Known {
        static final Map<String, Range> FUNCTIONS = read();
    }

    private Builtins() {}

    /** Whether every server has a function of that name. */
    static boolean isKnown(String name) {
        return Known.FUNCTIONS.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a function may answer differently for each row; what is not known may. */
    static boolean mayBeVolatile(String name, int arguments) {
        return range(name, arguments).most() == Volatility.VOLATILE;
    }

    /** Whether no function of that name and number of arguments is immutable. */
    static boolean isNeverImmutable(String name, int arguments) {
        return isKnown(name) && range(name, arguments).least() != Volatility.IMMUTABLE;
    }

    private static Range range(String name, int arguments) {
        String lower = name.toLowerCase(Locale.ROOT);
        Range exact = Known.FUNCTIONS.get(lower + "/" + arguments);
        return exact != null ? exact : Known.FUNCTIONS.getOrDefault(lower, Range.ANY);
    }

    private static Map<String, Range> read() {
        Map<String, Range> functions = new HashMap<>();
        try (InputStream resource = Builtins.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                functions.put(words[0], new Range(volatility(words[1]), volatility(words[2])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return functions;
    }

    private static Volatility volatility(String word) {
        return Volatility.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
