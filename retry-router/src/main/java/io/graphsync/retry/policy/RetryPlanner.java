package io.graphsync.retry.policy;

import io.graphsync.outbox.event.EventHeaders;
import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.event.FailureHeaders;
import io.graphsync.outbox.event.FieldProblem;
import io.graphsync.outbox.event.Redrive;
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

    private final RetryPolicies policies;

    /** Makes a planner that obeys policies. */
    public RetryPlanner(RetryPolicies policies) {
        this.policies = policies;
    }

    /**
     * Decides.
     *
     * @param delivery what failed
     * @param waitingAttempts the attempts of the same event if it waits for a redelivery already
     * @param now the time from which the backoff is counted; the sink's clock plays no part
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
        if (!policies.retries(failure)) {
            return new RetryDecision.DeadLetter(eventId.toString(), RetryDecision.Reason.POISON, failure);
        }
        if (!delivery.hasPayload()) {
            return unreadable(delivery, broken(failure, "payload is missing"));
        }
        RetryPolicy policy = policies.policy(delivery.headers().getOrDefault(EventHeaders.TYPE, ""), failure);
        int counted = sinceRedrive(delivery, failure);
        if (policy.exhausted(counted)) {
            return new RetryDecision.DeadLetter(eventId.toString(), RetryDecision.Reason.EXHAUSTED, failure);
        }
        // A duplicate must neither start a second timer nor push the first one back.
        if (waitingAttempts.isPresent() && waitingAttempts.getAsInt() >= failure.attempts()) {
            return new RetryDecision.AlreadyWaiting(eventId);
        }
        double position = Jitter.position(eventId, failure.attempts());
        return new RetryDecision.RedeliverAt(eventId, failure.attempts(), now.plus(policy.backoff(counted, position)));
    }

    /** Whoever sends a dead letter on its way again gives it all attempts anew. */
    private static int sinceRedrive(FailedDelivery delivery, Failure failure) {
        int before = Redrive.of(delivery.headers()).map(Redrive::attempts).orElse(0);
        return Math.max(1, failure.attempts() - before);
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
