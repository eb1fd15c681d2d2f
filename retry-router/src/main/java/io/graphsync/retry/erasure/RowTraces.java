package io.graphsync.retry.erasure;

/**
 * What PostgreSQL holds of a user.
 *
 * @param conversations rows of {@code conversations} that the user owns
 * @param messages rows of {@code messages} in them
 * @param feedback rows of {@code feedback} that the user gave
 * @param unfinished calls of {@code graph_erase_user} whose events are still kept
 */
public record RowTraces(long conversations, long messages, long feedback, long unfinished) {
    /** Whether there is anything to delete from the tables. */
    public boolean hasRows() {
        return conversations + messages + feedback > 0;
    }
}
