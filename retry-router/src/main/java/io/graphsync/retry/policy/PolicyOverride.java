package io.graphsync.retry.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What is different from the policy of all events; what is empty is not.
 *
 * @param maxAttempts see {@link RetryPolicy#maxAttempts()}
 * @param initialBackoff see {@link RetryPolicy#initialBackoff()}
 * @param maxBackoff see {@link RetryPolicy#maxBackoff()}
 * @param multiplier see {@link RetryPolicy#multiplier()}
 * @param jitter see {@link RetryPolicy#jitter()}
 */
public record PolicyOverride(
        Optional<Integer> maxAttempts,
        Optional<Duration> initialBackoff,
        Optional<Duration> maxBackoff,
        Optional<Double> multiplier,
        Optional<Double> jitter) {
    /** Changes nothing. */
    public static final PolicyOverride NONE = new PolicyOverride(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks that all are there. */
    public PolicyOverride {
        Objects.requireNonNull(maxAttempts, "maxAttempts");
        Objects.requireNonNull(initialBackoff, "initialBackoff");
        Objects.requireNonNull(maxBackoff, "maxBackoff");
        Objects.requireNonNull(multiplier, "multiplier");
        Objects.requireNonNull(jitter, "jitter");
    }

    /**
     * Returns a policy with the changes.
     *
     * @throws IllegalArgumentException if they don't go together with what they leave
     */
    RetryPolicy over(RetryPolicy base) {
        return new RetryPolicy(
                maxAttempts.orElse(base.maxAttempts()),
                initialBackoff.orElse(base.initialBackoff()),
                maxBackoff.orElse(base.maxBackoff()),
                multiplier.orElse(base.multiplier()),
                jitter.orElse(base.jitter()));
    }
}
