package io.graphsync.retry.writeback;

import java.util.UUID;

/** What an outbox row shall show of its event. */
sealed interface OutboxOutcome {
    /** The row's key. */
    UUID eventId();

    /**
     * The event is an open dead letter.
     *
     * @param attempts deliveries that failed
     * @param lastError code and message of the last failure, at most {@value OutcomeMapper#MAX_ERROR_CHARS} characters
     */
    record DeadLettered(UUID eventId, int attempts, String lastError) implements OutboxOutcome {}

    /** The event's dead letter was closed. The row keeps attempts and last error: they are its history. */
    record Closed(UUID eventId) implements OutboxOutcome {}
}
