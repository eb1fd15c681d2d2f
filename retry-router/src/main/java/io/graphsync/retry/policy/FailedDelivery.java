package io.graphsync.retry.policy;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One record of the retry topic, as far as the decision needs it. Nothing in it is trusted to be there.
 *
 * @param eventId the event that failed
 * @param failure how it failed
 * @param hasPayload whether the record has a value
 * @param headers all headers as text
 * @param position where the record was read, as {@code topic-partition@offset}
 * @param receivedAt when it was read
 */
public record FailedDelivery(
        Optional<UUID> eventId,
        Optional<Failure> failure,
        boolean hasPayload,
        Map<String, String> headers,
        String position,
        Instant receivedAt) {

    /** Copies the headers. */
    public FailedDelivery {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(receivedAt, "receivedAt");
        headers = Map.copyOf(headers);
    }

    /**
     * Reads a record. The header names the event; the key does where the header is missing or malformed.
     *
     * @param key the record's key as text
     */
    public static FailedDelivery read(
            Optional<String> key,
            Map<String, String> headers,
            boolean hasPayload,
            String position,
            Instant receivedAt) {
        Optional<UUID> eventId = Optional.ofNullable(headers.get(EventHeaders.ID))
                .flatMap(FailedDelivery::uuid)
                .or(() -> key.flatMap(FailedDelivery::uuid));
        return new FailedDelivery(eventId, FailureHeaders.decode(headers), hasPayload, headers, position, receivedAt);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
