package io.graphsync.console.run;

/** The parts that a process can run. */
public enum PartName {
    /** PostgreSQL to Kafka. */
    SOURCE,
    /** Retries and dead letters. */
    ROUTER,
    /** Kafka to Neo4j. */
    SINK
}
