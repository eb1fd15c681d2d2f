package io.graphsync.retry.topology;

import io.graphsync.outbox.progress.Outcome;
import io.graphsync.retry.policy.RetryDecision;
import java.time.Duration;

/**
 * Is told what the topology does, for metrics. Called by the stream threads, possibly by several at once. What is told
 * may be undone and told again if a transaction aborts.
 */
public interface RetryObserver {
    /** A failed delivery arrived and was decided upon. */
    void received();

    /** An event was delivered again, that long after it was due. */
    void redelivered(Duration late);

    /** An event became a dead letter. */
    void deadLettered(RetryDecision.Reason reason);

    /** A redelivered event ended well. */
    void ended(Outcome.Result result);

    /**
     * That many events wait.
     *
     * @param task the part of the topology that counted them; 0 once it is closed
     */
    void waiting(String task, long events);
}
