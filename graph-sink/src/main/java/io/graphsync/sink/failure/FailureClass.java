package io.graphsync.sink.failure;

/** What a failed write asks for. */
public enum FailureClass {
    /** Neo4j is away or takes no writes: wait and try the same batch again. */
    OUTAGE,
    /** The batch lost a race for locks: try it again in a moment, and let fewer write at the same time. */
    CONTENTION,
    /** The batch is more than Neo4j takes at once, in memory or in time: try a smaller one. */
    OVERSIZED,
    /** The same batch may succeed in a moment: try a few times, then look for the event that is in the way. */
    TRANSIENT,
    /** An event of the batch can't be written: isolate it. */
    POISON,
    /** Nothing can be written until somebody mends the program or its configuration: stop. */
    FATAL
}
