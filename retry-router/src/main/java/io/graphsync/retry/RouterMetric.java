package io.graphsync.retry;

/** The names of this module's metrics, as Micrometer takes them; Prometheus shows underscores and adds the unit. */
public enum RouterMetric {
    /** Failed deliveries that arrived. Counter. */
    RECEIVED("graphsync.retry.received", "Failed deliveries that arrived"),
    /** Events that were delivered again. Counter. */
    REDELIVERED("graphsync.retry.redelivered", "Events that were delivered again"),
    /** How long after their due time events are delivered again. Timer. */
    LATENESS("graphsync.retry.redelivery.lateness", "Time from an event's due time to its redelivery"),
    /** Events that wait for their due time. Gauge. */
    WAITING("graphsync.retry.waiting.records", "Events that wait for their due time"),
    /** Events that became dead letters, by {@code reason}. Counter. */
    DEAD_LETTERED("graphsync.retry.dead.lettered", "Events that became dead letters"),
    /** Redelivered events that ended well, by {@code outcome}. Counter. */
    ENDED("graphsync.retry.ended", "Redelivered events that were applied or superseded"),
    /** Outbox rows that a dead letter was written to or taken from, by {@code outcome}. Counter. */
    WRITTEN_BACK("graphsync.retry.written.back", "Outcomes written back to the outbox"),
    /** 1 for the state that the part is in, 0 for the others, by {@code component} and {@code state}. Gauge. */
    COMPONENT_STATE("graphsync.component.state", "1 for the state that a part of the pipeline is in");

    private final String metricName;
    private final String description;

    RouterMetric(String metricName, String description) {
        this.metricName = metricName;
        this.description = description;
    }

    /** The name. */
    public String metricName() {
        return metricName;
    }

    /** What is measured. */
    public String description() {
        return description;
    }
}
