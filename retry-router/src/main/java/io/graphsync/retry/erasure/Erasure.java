package io.graphsync.retry.erasure;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * One call of {@code graph_erase_user} that is not finished: the rows are deleted, their events are still kept.
 *
 * @param id of the row in {@code graph_erasure}
 * @param user who was erased
 * @param requestedAt when the transaction began that deleted the rows, by the clock of PostgreSQL
 * @param conversations the conversations that were deleted
 * @param messages the messages that were deleted with them
 */
public record Erasure(UUID id, UUID user, Instant requestedAt, Set<UUID> conversations, Set<UUID> messages) {
    /** Copies the sets. */
    public Erasure {
        conversations = Set.copyOf(conversations);
        messages = Set.copyOf(messages);
    }
}
