package io.graphsync.source.database;

/** What the server says of the replication slot. */
public sealed interface SlotState {
    /** There is none of that name: nothing was captured yet, or the slot was lost. */
    record Absent() implements SlotState {}

    /**
     * It is there and keeps what was not yet acknowledged.
     *
     * @param confirmed the position up to which everything was acknowledged
     */
    record Usable(String confirmed) implements SlotState {}

    /** A connection reads it; {@code pid} is its server process. */
    record Busy(int pid) implements SlotState {}

    /**
     * It can't be used.
     *
     * @param reason what is wrong and what to do
     */
    record Unusable(String reason) implements SlotState {}
}
