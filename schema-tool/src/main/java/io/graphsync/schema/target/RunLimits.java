package io.graphsync.schema.target;

import java.time.Duration;

/**
 * How long a run may wait and work.
 *
 * @param lockWait how long to wait for another run to end
 * @param lockTimeout how long one statement may wait for a lock, and so how long it makes others queue behind it
 * @param lockRetry how long to try again when a lock was not to be had
 * @param statementTimeout how long one statement may take, unless its file says otherwise
 * @param idleTimeout how long the server keeps a transaction of a run that went away
 */
public record RunLimits(
        Duration lockWait, Duration lockTimeout, Duration lockRetry, Duration statementTimeout, Duration idleTimeout) {

    /** One minute for another run, three seconds a lock for two minutes, a quarter of an hour a statement. */
    public static RunLimits defaults() {
        return new RunLimits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                Duration.ofMinutes(2),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1));
    }
}
