package io.graphsync.retry.topology;

import io.graphsync.outbox.event.Failure;
import io.graphsync.retry.policy.RetryPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the router should know after any sequence of records, written down as simply as can be: who waits, after how many
 * attempts and until when at the earliest and at the latest, and which dead letters are open.
 */
final class RetryModel {
    /** An event that waits. */
    record Waiting(int attempts, long earliest, long latest) {}

    private final RetryPolicy policy;
    private final Map<UUID, Waiting> waiting = new HashMap<>();
    private final Set<UUID> open = new HashSet<>();

    RetryModel(RetryPolicy policy) {
        this.policy = policy;
    }

    void fail(UUID id, int attempts, int attemptsAtRedrive, Failure.Kind kind, long now) {
        int counted = Math.max(1, attempts - attemptsAtRedrive);
        if (kind == Failure.Kind.POISON || counted >= policy.maxAttempts()) {
            waiting.remove(id);
            open.add(id);
            return;
        }
        Waiting before = waiting.get(id);
        if (before == null || before.attempts() < attempts) {
            double backoff = Math.min(
                    (double) policy.maxBackoff().toMillis(),
                    (double) policy.initialBackoff().toMillis() * Math.pow(policy.multiplier(), counted - 1.0));
            waiting.put(
                    id,
                    new Waiting(
                            attempts,
                            now + (long) Math.floor(backoff * (1 - policy.jitter())),
                            now + (long) Math.ceil(backoff * (1 + policy.jitter()))));
        }
    }

    void end(UUID id) {
        waiting.remove(id);
        open.remove(id);
    }

    /** An operator sent it on its way again: the letter stays open until the outcome is known. */
    void redrive(UUID id) {
        open.add(id);
    }

    void discard(UUID id) {
        open.remove(id);
    }

    /** The router delivered an event again; returns what waited, empty if nothing did. */
    Optional<Waiting> deliver(UUID id) {
        return Optional.ofNullable(waiting.remove(id));
    }

    Map<UUID, Waiting> waiting() {
        return waiting;
    }

    Set<UUID> open() {
        return open;
    }
}
