package io.graphsync.outbox.event;

import java.time.Instant;
import java.util.Objects;

/**
 * Why one delivery of an event failed.
 *
 * @param stage the part of the pipeline that failed
 * @param kind whether trying again can help
 * @param code a code of PostgreSQL, Neo4j or graphsync that names the cause, such as
 *     {@code Neo.ClientError.Schema.ConstraintValidationFailed} or {@code graphsync.invalid-event}
 * @param message what happened, for a person; at most {@value #MAX_MESSAGE_CHARS} characters are kept
 * @param attempts deliveries so far, this one included; at least 1
 * @param firstFailedAt when the first of them failed
 * @param lastFailedAt when this one failed
 * @param origin where the event was read the first time, as {@code topic-partition@offset}, or {@code graph_outbox}
 *     where it never reached a topic
 */
public record Failure(
        Stage stage,
        Kind kind,
        String code,
        String message,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        String origin) {

    /** Longest message that travels in a header. */
    public static final int MAX_MESSAGE_CHARS = 2_000;

    /** The code of an event whose headers or payload break the contract. */
    public static final String INVALID_EVENT = "graphsync.invalid-event";

    /** The code of an event whose type no catalog knows. */
    public static final String UNKNOWN_TYPE = "graphsync.unknown-event-type";

    /** The code of an event that is larger than a topic takes; its payload stays in the outbox row alone. */
    public static final String PAYLOAD_TOO_LARGE = "graphsync.payload-too-large";

    /** The part of the pipeline in which an event failed. */
    public enum Stage {
        /** On its way from PostgreSQL to Kafka. */
        SOURCE,
        /** On its way from Kafka to Neo4j. */
        SINK
    }

    /** Whether a later attempt can succeed. */
    public enum Kind {
        /** The same event may succeed later. */
        TRANSIENT,
        /** The same event fails for ever, until somebody mends the cause. */
        POISON
    }

    /** Checks the attempts and cuts an overlong message. */
    public Failure {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(firstFailedAt, "firstFailedAt");
        Objects.requireNonNull(lastFailedAt, "lastFailedAt");
        Objects.requireNonNull(origin, "origin");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be positive: " + attempts);
        }
        if (message.length() > MAX_MESSAGE_CHARS) {
            message = message.substring(0, MAX_MESSAGE_CHARS - 1) + "…";
        }
    }
}
