package io.graphsync.schema.secret;

import io.graphsync.schema.failure.FailureKind;
import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Values of variables in migrations, looked up in the environment when they are needed: {@code app_rw_password} is
 * {@code APP_RW_PASSWORD}, or the content of the file that {@code APP_RW_PASSWORD_FILE} names.
 *
 * <p>Never prints a value. Not thread-safe.
 */
public final class Variables {
    private static final String HIDDEN = "******";

    private final Map<String, String> environment;
    private final List<String> handedOut = new ArrayList<>();

    public Variables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The environment variable that a variable of a migration is read from. */
    public static String environmentName(String variable) {
        return variable.toUpperCase(Locale.ROOT);
    }

    /** True if a value is there. */
    public boolean has(String variable) {
        String key = environmentName(variable);
        return environment.containsKey(key) || environment.containsKey(key + "_FILE");
    }

    /** The value, empty if it is not set. */
    public Optional<String> value(String variable) {
        String key = environmentName(variable);
        Optional<String> value = Optional.ofNullable(environment.get(key))
                .or(() -> Optional.ofNullable(environment.get(key + "_FILE"))
                        .map(path -> readSecretFile(key + "_FILE", path)));
        value.ifPresent(this::remember);
        return value;
    }

    /** Reads a file that holds one secret; the line end after it is not part of it. */
    public static String readSecretFile(String key, String path) {
        try {
            return Files.readString(Path.of(path)).stripTrailing();
        } catch (IOException | RuntimeException e) {
            throw new MigrateException(FailureKind.CONFIGURATION, key + ": cannot read the file it names: " + e, e);
        }
    }

    /** Adds a text that must not appear in messages, for example what a secret was turned into. */
    public void remember(String secret) {
        // Redacting something as short as a letter would garble every message and hide nothing.
        if (secret.length() >= 4 && !handedOut.contains(secret)) {
            handedOut.add(secret);
        }
    }

    /** The text without any value that was handed out. */
    public String redact(String text) {
        String result = text;
        for (String secret : handedOut) {
            for (String form : forms(secret)) {
                result = result.replace(form, HIDDEN);
            }
        }
        return result;
    }

    /** As it is, as it is quoted in SQL, and each of these on one line, as messages are. */
    private static List<String> forms(String secret) {
        String quoted = secret.replace("'", "''");
        String escaped = quoted.replace("\\", "\\\\");
        return Stream.of(escaped, quoted, secret)
                .flatMap(form -> Stream.of(form, form.replace('\n', ' ')))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return "Variables[" + handedOut.size() + " used]";
    }
}
