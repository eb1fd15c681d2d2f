package io.graphsync.source;

/** What the source is doing. */
public enum SourceState {
    /** Getting ready. */
    STARTING,
    /** Something that it needs is away; it goes on by itself when that comes back. */
    WAITING,
    /** Another source of the same slot is active; this one takes over when that one is gone. */
    STANDBY,
    /** Reading rows that were committed before the slot existed. */
    READING_BACK,
    /** Following the write-ahead log. */
    STREAMING,
    /** Closed. */
    STOPPED,
    /** Gave up; somebody has to change something. */
    FAILED
}
