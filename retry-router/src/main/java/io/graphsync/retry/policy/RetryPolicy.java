package io.graphsync.retry.policy;

import java.time.Duration;

/**
 * How often an event is delivered, and how long it rests between two deliveries.
 *
 * @param maxAttempts deliveries until an event becomes a dead letter, the first one included; at least 1
 * @param initialBackoff the rest after the first failed delivery, before jitter; at least 1 ms
 * @param maxBackoff the longest rest, before jitter; not shorter than the first
 * @param multiplier what each rest is multiplied by to give the next; at least 1
 * @param jitter how far a rest may be from the computed one, as a part of it: 0.2 gives 80 % to 120 %; from 0 to 1
 */
public record RetryPolicy(
        int maxAttempts, Duration initialBackoff, Duration maxBackoff, double multiplier, double jitter) {

    /** Ten attempts within about nine minutes: 1 s, doubled each time, never more than 5 min, give or take 20 %. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), 2.0, 0.2);

    /** Checks the ranges. */
    public RetryPolicy {
        require(maxAttempts >= 1, "maxAttempts must be at least 1: " + maxAttempts);
        require(initialBackoff.toMillis() >= 1, "initialBackoff must be at least 1 ms: " + initialBackoff);
        require(
                maxBackoff.compareTo(initialBackoff) >= 0,
                "maxBackoff must not be shorter than initialBackoff: " + maxBackoff);
        require(multiplier >= 1 && Double.isFinite(multiplier), "multiplier must be at least 1: " + multiplier);
        require(jitter >= 0 && jitter <= 1, "jitter must be between 0 and 1: " + jitter);
    }

    /**
     * Returns how long an event rests after a failed delivery.
     *
     * @param attempts failed deliveries so far, at least 1
     * @param position where in the range of the jitter the rest lies: from 0, the shortest, to 1, the longest
     * @return whole milliseconds
     */
    public Duration backoff(int attempts, double position) {
        double grown = (double) initialBackoff.toMillis() * Math.pow(multiplier, attempts - 1.0);
        double capped = Math.min(grown, (double) maxBackoff.toMillis());
        return Duration.ofMillis(Math.round(capped * (1 - jitter + 2 * jitter * position)));
    }

    /** Whether that many failed deliveries leave none to be made. */
    public boolean exhausted(int attempts) {
        return attempts >= maxAttempts;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
