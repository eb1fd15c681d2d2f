package io.graphsync.outbox.event;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The headers that a record of the retry, redelivery and dead-letter topics carries beside those of
 * {@link EventHeaders}. All are UTF-8 text.
 */
public final class FailureHeaders {
    /** {@link Failure#stage()} in lower case. */
    public static final String STAGE = "graphsync.failure.stage";

    /** {@link Failure#kind()} in lower case. */
    public static final String KIND = "graphsync.failure.kind";

    /** {@link Failure#code()}. */
    public static final String CODE = "graphsync.failure.code";

    /** {@link Failure#message()}. */
    public static final String MESSAGE = "graphsync.failure.message";

    /** {@link Failure#attempts()}, a decimal number. */
    public static final String ATTEMPTS = "graphsync.failure.attempts";

    /** {@link Failure#firstFailedAt()}, ISO-8601 in UTC. */
    public static final String FIRST_FAILED_AT = "graphsync.failure.first.at";

    /** {@link Failure#lastFailedAt()}, ISO-8601 in UTC. */
    public static final String LAST_FAILED_AT = "graphsync.failure.last.at";

    /** {@link Failure#origin()}. */
    public static final String ORIGIN = "graphsync.origin";

    private FailureHeaders() {}

    /** Returns the headers of a failure, in a fixed order. */
    public static Map<String, String> encode(Failure failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(STAGE, failure.stage().name().toLowerCase(Locale.ROOT));
        headers.put(KIND, failure.kind().name().toLowerCase(Locale.ROOT));
        headers.put(CODE, failure.code());
        headers.put(MESSAGE, failure.message());
        headers.put(ATTEMPTS, Integer.toString(failure.attempts()));
        headers.put(FIRST_FAILED_AT, failure.firstFailedAt().toString());
        headers.put(LAST_FAILED_AT, failure.lastFailedAt().toString());
        headers.put(ORIGIN, failure.origin());
        return headers;
    }

    /** Returns the failure that the headers tell of, empty where they tell of none or are malformed. */
    public static Optional<Failure> decode(Map<String, String> headers) {
        if (!headers.containsKey(KIND)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Failure(
                    required(headers, STAGE, text -> Failure.Stage.valueOf(text.toUpperCase(Locale.ROOT))),
                    required(headers, KIND, text -> Failure.Kind.valueOf(text.toUpperCase(Locale.ROOT))),
                    required(headers, CODE, text -> text),
                    required(headers, MESSAGE, text -> text),
                    required(headers, ATTEMPTS, Integer::parseInt),
                    required(headers, FIRST_FAILED_AT, Instant::parse),
                    required(headers, LAST_FAILED_AT, Instant::parse),
                    required(headers, ORIGIN, text -> text)));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static <T> T required(Map<String, String> headers, String name, Function<String, T> parser) {
        String text = headers.get(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return parser.apply(text);
    }
}
