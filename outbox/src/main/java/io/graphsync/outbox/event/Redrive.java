package io.graphsync.outbox.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a dead letter tells of the last time that somebody sent its event on its way again. It stays on the event, so
 * that a further failure knows of it.
 *
 * @param count how often the event was redriven; at least 1
 * @param at when it was redriven last
 * @param attempts deliveries that had failed by then; the retry policy counts from there
 */
public record Redrive(int count, Instant at, int attempts) {
    /** {@link #count()}, a decimal number. */
    public static final String COUNT = "graphsync.redrive.count";

    /** {@link #at()}, ISO-8601 in UTC. */
    public static final String AT = "graphsync.redrive.at";

    /** {@link #attempts()}, a decimal number. */
    public static final String ATTEMPTS = "graphsync.redrive.attempts";

    /** Checks the ranges. */
    public Redrive {
        Objects.requireNonNull(at, "at");
        if (count < 1) {
            throw new IllegalArgumentException("count must be positive: " + count);
        }
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must not be negative: " + attempts);
        }
    }

    /** Returns the headers, in a fixed order. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(COUNT, Integer.toString(count));
        headers.put(AT, at.toString());
        headers.put(ATTEMPTS, Integer.toString(attempts));
        return headers;
    }

    /** Reads it from an event's headers, empty where they tell of none or are malformed. */
    public static Optional<Redrive> of(Map<String, String> headers) {
        try {
            return Optional.of(new Redrive(
                    Integer.parseInt(headers.getOrDefault(COUNT, "")),
                    Instant.parse(headers.getOrDefault(AT, "")),
                    Integer.parseInt(headers.getOrDefault(ATTEMPTS, ""))));
        } catch (IllegalArgumentException | DateTimeException absentOrMalformed) {
            return Optional.empty();
        }
    }
}
