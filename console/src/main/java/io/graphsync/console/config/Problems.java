package io.graphsync.console.config;

import io.graphsync.console.exit.CommandFailure;
import io.graphsync.console.exit.ExitCode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that is wrong with a configuration, each thing once, so that it can be mended in one go. One thread. */
public final class Problems {
    private static final Pattern MISSING = Pattern.compile("(?:\\S+: )?Missing required configuration \"([^\"]+)\".*");

    private final Set<String> lines = new LinkedHashSet<>();
    private final Set<String> keys = new TreeSet<>();

    /** Makes a list that is empty. */
    public Problems() {}

    /** Takes note of a problem that concerns no single key. */
    void add(String line) {
        lines.add(line);
    }

    /** Takes note of a problem of a key's value; that the key has no value is then not reported as well. */
    void add(String key, String line) {
        keys.add(key);
        lines.add(line);
    }

    /** Keeps it from being reported that this key has no value: it would come with another one. */
    void addKey(String key) {
        keys.add(key);
    }

    /** Takes over the message in which a part names what is wrong, one line each. */
    public void addAll(String message) {
        message.lines().forEach(line -> {
            Matcher missing = MISSING.matcher(line);
            if (!missing.matches()) {
                lines.add(line);
            } else if (!keys.contains(missing.group(1))) {
                lines.add(missing.group(1) + " is not set: name it in the file, or set "
                        + EnvironmentMapper.variable(missing.group(1)));
            }
        });
    }

    /**
     * Does nothing where there are none.
     *
     * @throws CommandFailure with one line for each problem
     */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            String count = lines.size() == 1 ? "a problem" : lines.size() + " problems";
            throw new CommandFailure(
                    ExitCode.USAGE, "the configuration has " + count + ":\n  " + String.join("\n  ", lines));
        }
    }
}
