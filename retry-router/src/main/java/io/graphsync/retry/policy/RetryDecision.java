package io.graphsync.retry.policy;

import io.graphsync.outbox.event.Failure;
import java.time.Instant;
import java.util.UUID;

/** What becomes of one failed delivery. */
public sealed interface RetryDecision {
    /**
     * The event waits until it is due. A redelivery that it was waiting for is replaced.
     *
     * @param attempts failed deliveries so far
     * @param due when it is delivered again
     */
    record RedeliverAt(UUID eventId, int attempts, Instant due) implements RetryDecision {}

    /** The event is waiting already, after at least as many attempts: the delivery was a duplicate. */
    record AlreadyWaiting(UUID eventId) implements RetryDecision {}

    /**
     * The event is not delivered again. A redelivery that it was waiting for is cancelled.
     *
     * @param key the event's id; where none can be read, the position of the record that told of the failure
     * @param failure the failure that the letter tells of
     */
    record DeadLetter(String key, Reason reason, Failure failure) implements RetryDecision {}

    /** Why an event is not delivered again. */
    enum Reason {
        /** The same event fails for ever. */
        POISON,
        /** It was delivered as often as the policy allows. */
        EXHAUSTED,
        /** The record does not tell which event failed, or how: delivering it again could fail for ever. */
        UNREADABLE
    }
}
