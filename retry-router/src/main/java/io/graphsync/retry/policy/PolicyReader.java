package io.graphsync.retry.policy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads what is said of single event types and failure codes: keys of the form
 * {@code retry.policy.EVENT_TYPE.SETTING} and {@code retry.code.CODE.SETTING}. Pure; notes every problem with its key.
 */
public final class PolicyReader {
    /** What keys about an event type begin with. */
    public static final String BY_TYPE = "retry.policy.";

    /** What keys about a failure code begin with. */
    public static final String BY_CODE = "retry.code.";

    private static final String MAX_ATTEMPTS = "max.attempts";
    private static final String BACKOFF_INITIAL = "backoff.initial.ms";
    private static final String BACKOFF_MAX = "backoff.max.ms";
    private static final String BACKOFF_MULTIPLIER = "backoff.multiplier";
    private static final String JITTER = "jitter";
    private static final List<String> SETTINGS =
            List.of(MAX_ATTEMPTS, BACKOFF_INITIAL, BACKOFF_MAX, BACKOFF_MULTIPLIER, JITTER);
    private static final int MOST_ATTEMPTS = 1_000;
    private static final int HIGHEST_MULTIPLIER = 100;
    private static final Duration LONGEST_BACKOFF = Duration.ofDays(7);

    private final Map<String, String> properties;
    private final List<String> problems;

    /**
     * Makes a reader.
     *
     * @param properties all settings; those that are none of its own are ignored
     * @param problems is told what is wrong, one line each
     */
    public PolicyReader(Map<String, String> properties, List<String> problems) {
        this.properties = new TreeMap<>(properties);
        this.problems = problems;
    }

    /** Whether a key is one of those that this reader reads, be it right or wrong. */
    public static boolean isOwn(String key) {
        return key.startsWith(BY_TYPE) || key.startsWith(BY_CODE);
    }

    /** Returns the policies; where something is wrong, those without it. */
    public RetryPolicies read(RetryPolicy standard) {
        Map<String, PolicyOverride> byType = overrides(BY_TYPE, standard);
        Map<String, PolicyOverride> byCode = overrides(BY_CODE, standard);
        try {
            return new RetryPolicies(standard, byType, byCode);
        } catch (IllegalArgumentException contradiction) {
            problems.add(BY_CODE + "* and " + BY_TYPE + "* contradict each other: " + contradiction.getMessage());
            return RetryPolicies.of(standard);
        }
    }

    private Map<String, PolicyOverride> overrides(String prefix, RetryPolicy standard) {
        Map<String, Map<String, String>> bySubject = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                setting(key, prefix)
                        .ifPresentOrElse(
                                setting -> bySubject
                                        .computeIfAbsent(subject(key, prefix, setting), any -> new HashMap<>())
                                        .put(setting, value),
                                () -> problems.add(
                                        key + ": must be " + prefix + "NAME followed by one of " + SETTINGS));
            }
        });
        Map<String, PolicyOverride> overrides = new TreeMap<>();
        bySubject.forEach((subject, values) -> {
            PolicyOverride read = override(prefix + subject + ".", values);
            if (fits(prefix + subject, read, standard)) {
                overrides.put(subject, read);
            }
        });
        return overrides;
    }

    private static Optional<String> setting(String key, String prefix) {
        return SETTINGS.stream()
                .filter(setting -> key.endsWith("." + setting) && key.length() > prefix.length() + setting.length() + 1)
                .findFirst();
    }

    private static String subject(String key, String prefix, String setting) {
        return key.substring(prefix.length(), key.length() - setting.length() - 1);
    }

    private PolicyOverride override(String keys, Map<String, String> values) {
        return new PolicyOverride(
                number(keys, values, MAX_ATTEMPTS, Integer::valueOf, 1, MOST_ATTEMPTS),
                number(keys, values, BACKOFF_INITIAL, Long::valueOf, 1, LONGEST_BACKOFF.toMillis())
                        .map(Duration::ofMillis),
                number(keys, values, BACKOFF_MAX, Long::valueOf, 1, LONGEST_BACKOFF.toMillis())
                        .map(Duration::ofMillis),
                number(keys, values, BACKOFF_MULTIPLIER, Double::valueOf, 1, HIGHEST_MULTIPLIER),
                number(keys, values, JITTER, Double::valueOf, 0, 1));
    }

    private <T extends Number> Optional<T> number(
            String keys, Map<String, String> values, String setting, Function<String, T> parser, long min, long max) {
        String text = values.get(setting);
        if (text == null) {
            return Optional.empty();
        }
        try {
            T number = parser.apply(text.strip());
            if (number.doubleValue() >= min && number.doubleValue() <= max) {
                return Optional.of(number);
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        problems.add(keys + setting + ": must be a number from " + min + " to " + max + ", not " + text);
        return Optional.empty();
    }

    private boolean fits(String keys, PolicyOverride read, RetryPolicy standard) {
        try {
            read.over(standard);
            return true;
        } catch (IllegalArgumentException contradiction) {
            problems.add(keys + ": does not go together with what holds for all events: " + contradiction.getMessage());
            return false;
        }
    }
}
