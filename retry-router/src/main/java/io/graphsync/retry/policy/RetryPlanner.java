package io.graphsync.retry.policy;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.FieldProblem;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Decides what becomes of a failed delivery. Pure: the same delivery, the same waiting event and the same time give the
 * same decision. Every record leads to one; none is dropped.
 */
public final class RetryPlanner {
    /** The code of a dead letter whose failure headers are missing or malformed. */
    public static final String UNREADABLE_FAILURE = "graphsync.unreadable-failure";

    private static final Set<String> FAILURE_HEADERS = Set.of(
            FailureHeaders.STAGE,
            FailureHeaders.KIND,
            FailureHeaders.CODE,
            FailureHeaders.MESSAGE,
            FailureHeaders.ATTEMPTS,
            FailureHeaders.FIRST_FAILED_AT,
            FailureHeaders.LAST_FAILED_AT,
            FailureHeaders.ORIGIN);

    private final RetryPolicy policy;

    /** Makes a planner that obeys a policy. */
    public RetryPlanner(RetryPolicy policy) {
        this.policy = policy;
    }

    /**
     * Decides.
     *
     * @param delivery what failed
     * @param waitingAttempts the attempts of the same event if it waits for a redelivery already
     * @param now the time from which the rest is counted; the sink's clock plays no part
     */
    public RetryDecision decide(FailedDelivery delivery, OptionalInt waitingAttempts, Instant now) {
        if (delivery.failure().isEmpty()) {
            return unreadable(delivery, withoutFailure(delivery));
        }
        Failure failure = delivery.failure().get();
        if (delivery.eventId().isEmpty()) {
            return unreadable(delivery, broken(failure, EventHeaders.ID + " header is missing or malformed"));
        }
        UUID eventId = delivery.eventId().get();
        if (failure.kind() == Failure.Kind.POISON) {
            return new RetryDecision.DeadLetter(eventId.toString(), RetryDecision.Reason.POISON, failure);
        }
        if (!delivery.hasPayload()) {
            return unreadable(delivery, broken(failure, "payload is missing"));
        }
        if (policy.exhausted(failure.attempts())) {
            return new RetryDecision.DeadLetter(eventId.toString(), RetryDecision.Reason.EXHAUSTED, failure);
        }
        return redeliver(eventId, failure.attempts(), waitingAttempts, now);
    }

    private RetryDecision redeliver(UUID eventId, int attempts, OptionalInt waitingAttempts, Instant now) {
        // A duplicate must neither start a second timer nor push the first one back.
        if (waitingAttempts.isPresent() && waitingAttempts.getAsInt() >= attempts) {
            return new RetryDecision.AlreadyWaiting(eventId);
        }
        double position = Jitter.position(eventId, attempts);
        return new RetryDecision.RedeliverAt(eventId, attempts, now.plus(policy.backoff(attempts, position)));
    }

    private static RetryDecision unreadable(FailedDelivery delivery, Failure failure) {
        String key = delivery.eventId().map(UUID::toString).orElse(delivery.position());
        return new RetryDecision.DeadLetter(key, RetryDecision.Reason.UNREADABLE, failure);
    }

    private static Failure withoutFailure(FailedDelivery delivery) {
        String found = new TreeMap<>(delivery.headers())
                .entrySet().stream()
                        .filter(header -> FAILURE_HEADERS.contains(header.getKey()))
                        .map(header -> header.getKey() + "=" + FieldProblem.excerpt(header.getValue()))
                        .collect(Collectors.joining(", "));
        return new Failure(
                Failure.Stage.SINK,
                Failure.Kind.POISON,
                UNREADABLE_FAILURE,
                "the headers do not tell how this event failed; of them there "
                        + (found.isEmpty() ? "are none" : "are " + found),
                1,
                delivery.receivedAt(),
                delivery.receivedAt(),
                delivery.position());
    }

    private static Failure broken(Failure before, String problem) {
        return new Failure(
                before.stage(),
                Failure.Kind.POISON,
                Failure.INVALID_EVENT,
                problem + "; the failure before: " + before.code() + ": " + before.message(),
                before.attempts(),
                before.firstFailedAt(),
                before.lastFailedAt(),
                before.origin());
    }
}
