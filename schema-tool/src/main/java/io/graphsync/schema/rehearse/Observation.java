package io.graphsync.schema.rehearse;

import io.graphsync.schema.review.LockUse;
import java.util.List;
import java.util.Optional;

/**
 * What a statement did on the throwaway server.
 *
 * @param locks the strongest lock on each relation that was there before; empty where none could be seen, because the
 *     statement ends its transaction itself
 * @param rewrites the tables that were written anew
 * @param error the server's message, with its code, if it refused
 */
public record Observation(Optional<List<LockUse>> locks, List<String> rewrites, Optional<String> error) {
    public Observation {
        locks = locks.map(List::copyOf);
        rewrites = List.copyOf(rewrites);
    }
}
