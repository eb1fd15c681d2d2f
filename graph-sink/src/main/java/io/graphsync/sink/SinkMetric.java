package io.graphsync.sink;

/** Every metric of the sink. Names are Micrometer's; Prometheus shows dots as underscores and adds unit and suffix. */
public enum SinkMetric {
    /** Events dealt with; tag {@code outcome}: applied, superseded, retried, dead_lettered. */
    RECORDS("graphsync.sink.records", "Events dealt with, by outcome"),
    /** From the commit in PostgreSQL to the commit in Neo4j. */
    END_TO_END_LATENCY("graphsync.end.to.end.latency", "From the commit in PostgreSQL to the commit in Neo4j"),
    /** One transaction in Neo4j. */
    APPLY("graphsync.sink.apply", "One transaction in Neo4j"),
    /** Events in one transaction. */
    BATCH_RECORDS("graphsync.sink.batch.records", "Events in one transaction"),
    /** Transactions that lost a race for locks and were run again. */
    DEADLOCKS("graphsync.sink.deadlocks", "Transactions that lost a race for locks and were run again"),
    /** How many writers may work at the same time. */
    WRITERS("graphsync.sink.writers", "Writers that may work at the same time; fewer while they collide over locks"),
    /** Bytes of events in memory. */
    BUFFERED("graphsync.sink.buffered.bytes", "Bytes of events in memory"),
    /** PostgreSQL's time in the heartbeat of the partition that is furthest behind, in seconds since 1970. */
    HEARTBEAT(
            "graphsync.heartbeat.applied.timestamp.seconds",
            "Time of the newest heartbeat that passed the partition which is furthest behind"),
    /** Tombstones that were removed because they are older than any event that could still come. */
    PURGED("graphsync.sink.tombstones.purged", "Tombstones removed because of their age");

    private final String id;
    private final String description;

    SinkMetric(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** Returns the name of the meter. */
    public String id() {
        return id;
    }

    /** Returns what it measures. */
    public String description() {
        return description;
    }
}
