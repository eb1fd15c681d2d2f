package io.graphsync.sink;

/** What the sink does at the moment. */
public enum SinkState {
    /** Waits for Neo4j, its schema, Kafka or the topics before it begins. */
    WAITING,
    /** Consumes. */
    RUNNING,
    /** Would consume, but Neo4j is away. */
    OUTAGE,
    /** Has ended: closed, or failed. */
    STOPPED
}
