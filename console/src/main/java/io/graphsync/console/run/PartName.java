package io.graphsync.console.run;

import java.util.Locale;

/** The parts that a process can run. */
public enum PartName {
    /** PostgreSQL to Kafka. */
    SOURCE,
    /** Retries and dead letters. */
    ROUTER,
    /** Kafka to Neo4j. */
    SINK,
    /** Compares graph and rows now and then. */
    VERIFIER;

    /** Returns the name as operators write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
