package io.graphsync.sink.consume;

import io.graphsync.outbox.event.Failure;
import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.FailureClass;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides what to do when a write failed. Pure but for the jitter of delays.
 *
 * <p>An outage is waited for, and nobody is to blame for it. But when a batch fails again and again as in an outage while
 * Neo4j takes other writes in between, one of its events does that, for example by ending the server's connection.
 */
public final class WritePolicy {
    private static final int OUTAGES_OF_A_BATCH = 5;
    private static final int OUTAGES_OF_AN_EVENT = 10;
    private static final int ATTEMPTS_AT_LESS = 2;

    /** What to do. */
    public sealed interface Decision {
        /** The same again after this time. */
        record Again(Duration delay) implements Decision {}

        /** Each half for itself. */
        record Halve() implements Decision {}

        /** The one event can't be written, if Neo4j takes writes. */
        record Blame(Failure.Kind kind) implements Decision {}

        /** Nothing can be written until somebody mends the program or its configuration. */
        record Stop() implements Decision {}
    }

    /**
     * The failures of one batch so far.
     *
     * @param outages as if Neo4j was away
     * @param others all others
     */
    public record Failures(int outages, int others) {
        /** None so far. */
        public static final Failures NONE = new Failures(0, 0);

        /** Returns these and one more. */
        public Failures and(FailureClass failure) {
            return failure == FailureClass.OUTAGE
                    ? new Failures(outages + 1, others)
                    : new Failures(outages, others + 1);
        }
    }

    private final int attempts;

    /**
     * Makes a policy.
     *
     * @param attempts at a batch that fails for a passing reason
     */
    public WritePolicy(int attempts) {
        this.attempts = attempts;
    }

    /** Returns the policy for a part of a batch that failed as a whole. */
    public WritePolicy forLess() {
        return new WritePolicy(Math.min(attempts, ATTEMPTS_AT_LESS));
    }

    /**
     * Decides.
     *
     * @param last the class of the last failure
     * @param failures all so far, the last one included
     * @param size how many events were written together
     */
    public Decision decide(FailureClass last, Failures failures, int size, RandomGenerator random) {
        return switch (last) {
            case OUTAGE -> {
                int most = size > 1 ? OUTAGES_OF_A_BATCH : OUTAGES_OF_AN_EVENT;
                yield failures.outages() < most
                        ? new Decision.Again(rest(failures.outages() - 1, random))
                        : less(size, Failure.Kind.TRANSIENT);
            }
            case CONTENTION, TRANSIENT ->
                failures.others() < attempts
                        ? new Decision.Again(BackoffPolicy.CONTENTION.delay(failures.others(), random))
                        : less(size, Failure.Kind.TRANSIENT);
            case OVERSIZED ->
                size == 1 && failures.others() < ATTEMPTS_AT_LESS
                        ? new Decision.Again(BackoffPolicy.OUTAGE.delay(failures.others(), random))
                        : less(size, Failure.Kind.TRANSIENT);
            case POISON -> less(size, Failure.Kind.POISON);
            case FATAL -> new Decision.Stop();
        };
    }

    /** The first time, the answer to the probe alone is awaited. */
    private static Duration rest(int earlier, RandomGenerator random) {
        return earlier == 0 ? Duration.ZERO : BackoffPolicy.OUTAGE.delay(earlier, random);
    }

    private static Decision less(int size, Failure.Kind kind) {
        return size > 1 ? new Decision.Halve() : new Decision.Blame(kind);
    }
}
