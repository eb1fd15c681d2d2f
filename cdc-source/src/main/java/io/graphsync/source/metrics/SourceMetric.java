package io.graphsync.source.metrics;

/** The names of what the source counts and measures, in Micrometer's form. */
public enum SourceMetric {
    /** Rows that the broker has acknowledged, poison included. Tag {@code topic}. */
    RECORDS("graphsync.source.records", "Outbox rows acknowledged by Kafka"),
    /** Rows that could not be routed and went to the retry topic. Tag {@code reason}. */
    POISON("graphsync.source.poison", "Outbox rows that could not be routed"),
    /** Rows read back because they were committed before the slot existed. */
    READ_BACK("graphsync.source.read.back", "Outbox rows read back from before the slot"),
    /** Time from a row's commit to the broker's acknowledgement. */
    PUBLISH_LATENCY("graphsync.source.publish.latency", "Commit in PostgreSQL to acknowledgement by Kafka"),
    /** Rows handed to Kafka at once. */
    BATCH_RECORDS("graphsync.source.batch.records", "Outbox rows in one batch"),
    /** Times that the source began anew after a failure. */
    RESTARTS("graphsync.source.restarts", "Times the source began anew after a failure"),
    /** One for the state that the component is in, zero for all others. Tags {@code component}, {@code state}. */
    COMPONENT_STATE("graphsync.component.state", "1 for the state that the component is in");

    private final String id;
    private final String description;

    SourceMetric(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** Returns the meter's name. */
    public String id() {
        return id;
    }

    /** Returns what the meter tells. */
    public String description() {
        return description;
    }
}
