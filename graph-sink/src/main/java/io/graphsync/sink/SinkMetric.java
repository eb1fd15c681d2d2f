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
    DEADLOCKS("graphsync.sink.deadlocks", "Transactions that lost a race for locks and were run again");

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
