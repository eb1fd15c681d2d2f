package io.graphsync.retry.topology;

/** What the redelivery is doing. */
public enum RedeliveryState {
    /** Kafka does not answer, or topics are missing. */
    WAITING,
    /** Partitions are being assigned, or state is being read back. */
    STARTING,
    /** Events are routed and redelivered. */
    RUNNING,
    /** It was closed. */
    STOPPED,
    /** It gave up. */
    FAILED
}
