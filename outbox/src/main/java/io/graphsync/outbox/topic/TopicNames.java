package io.graphsync.outbox.topic;

import java.util.regex.Pattern;

/**
 * The names of a pipeline's topics.
 *
 * @param prefix what all names begin with; {@code graphsync} unless configured
 */
public record TopicNames(String prefix) {
    /** The prefix of a pipeline that configures none. */
    public static final String DEFAULT_PREFIX = "graphsync";

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,150}");

    /** Checks that Kafka accepts names with this prefix. */
    public TopicNames {
        if (!LEGAL.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "a topic prefix has up to 151 of the characters a-z A-Z 0-9 . _ - and starts with a letter or digit: "
                            + prefix);
        }
    }

    /** The topic of one group of event types, such as {@code conversation}. */
    public String events(String topic) {
        return prefix + ".events." + topic;
    }

    /** Events that failed, with the reason, on their way to the router. Keyed by event id. */
    public String retry() {
        return prefix + ".retry";
    }

    /** Events whose time to be tried again has come. Keyed by event id. */
    public String retryDue() {
        return prefix + ".retry.due";
    }

    /** The set of open dead letters, keyed by event id; a record without a value closes one. */
    public String deadLetters() {
        return prefix + ".dlt";
    }

    /** What operators did. */
    public String audit() {
        return prefix + ".audit";
    }
}
