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
    /** Heartbeats that Kafka has acknowledged in every partition of the event topics. */
    HEARTBEATS("graphsync.source.heartbeats", "Heartbeats acknowledged by Kafka"),
    /** Seconds since the newest heartbeat that Kafka has was written: each older row is in Kafka, too. */
    OLDEST_UNSENT("graphsync.outbox.oldest.unsent.age", "No row of the outbox that is not in Kafka is older"),
    /** WAL that PostgreSQL keeps for the slot, in bytes. */
    SLOT_RETAINED("graphsync.slot.retained.wal", "WAL that PostgreSQL keeps for the slot"),
    /** Most WAL that PostgreSQL may keep for the slot, in bytes; infinite without a limit. */
    SLOT_LIMIT("graphsync.slot.wal.limit", "Most WAL that PostgreSQL may keep for the slot"),
    /** WAL written since what was last acknowledged, in bytes. */
    SLOT_LAG("graphsync.slot.lag", "WAL written since what was last acknowledged"),
    /** One while somebody reads the slot, zero otherwise. */
    SLOT_ACTIVE("graphsync.slot.active", "1 while somebody reads the slot"),
    /** One for the status that PostgreSQL tells of the slot, zero for the others. Tag {@code status}. */
    SLOT_WAL_STATUS("graphsync.slot.wal.status", "1 for the WAL status of the slot"),
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
