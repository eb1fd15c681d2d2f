package io.graphsync.outbox.progress;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.FailureHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * How the redelivery of an event ended well. The sink puts it into the retry topic under the event's id, behind the
 * failures of the same event.
 *
 * @param eventId the event
 * @param result what became of it
 * @param attempts deliveries that had failed before; at least 1
 */
public record Outcome(UUID eventId, Result result, int attempts) {
    /** The header that carries {@link #result()}, in lower case. */
    public static final String RESULT = "graphsync.outcome";

    /** What became of a redelivered event. */
    public enum Result {
        /** It is in the graph. */
        APPLIED,
        /** The graph already had something newer of the same element. */
        SUPERSEDED
    }

    /** Checks the attempts. */
    public Outcome {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(result, "result");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be positive: " + attempts);
        }
    }

    /** Returns the headers, {@link Control#HEADER} included, in a fixed order. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Control.HEADER, Control.OUTCOME.text());
        headers.put(EventHeaders.ID, eventId.toString());
        headers.put(RESULT, result.name().toLowerCase(Locale.ROOT));
        headers.put(FailureHeaders.ATTEMPTS, Integer.toString(attempts));
        return headers;
    }

    /** Reads an outcome back, empty where the headers tell of none or are malformed. */
    public static Optional<Outcome> of(Map<String, String> headers) {
        if (Control.of(headers).filter(Control.OUTCOME::equals).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Outcome(
                    UUID.fromString(headers.getOrDefault(EventHeaders.ID, "")),
                    Result.valueOf(headers.getOrDefault(RESULT, "").toUpperCase(Locale.ROOT)),
                    Integer.parseInt(headers.getOrDefault(FailureHeaders.ATTEMPTS, ""))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
