package io.graphsync.sink.failure;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: the delay doubles from attempt to attempt up to a bound, and a random part of it
 * is taken away so that writers which collided do not meet again.
 *
 * @param first the longest delay after the first attempt
 * @param longest the bound
 */
public record BackoffPolicy(Duration first, Duration longest) {
    /** Between attempts at a batch that lost a race for locks. The driver's own retries begin at a second. */
    public static final BackoffPolicy CONTENTION = new BackoffPolicy(Duration.ofMillis(20), Duration.ofSeconds(1));

    /** Between attempts at a server that is away: one small request each, of the whole sink. */
    public static final BackoffPolicy OUTAGE = new BackoffPolicy(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** Between logins that a server refuses: many of them would keep the account locked for everybody. */
    public static final BackoffPolicy REFUSED_LOGIN = new BackoffPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private static final int MOST_DOUBLINGS = 20;

    /** Returns how to ask a Neo4j that is away, or refuses the login, until it is back. */
    public static BackoffPolicy untilBack(GraphFailure failure) {
        return failure.isRefusedLogin() ? REFUSED_LOGIN : OUTAGE;
    }

    /** Checks that the delays are positive and in order. */
    public BackoffPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("delays must satisfy 0 < first <= longest: " + first + ", " + longest);
        }
    }

    /**
     * Returns the delay after an attempt: between half of the doubled delay and all of it.
     *
     * @param attempt the number of attempts so far, at least 1
     */
    public Duration delay(int attempt, RandomGenerator random) {
        long ceiling =
                Math.min(longest.toMillis(), first.toMillis() << Math.min(Math.max(attempt - 1, 0), MOST_DOUBLINGS));
        long half = Math.max(1, ceiling / 2);
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
