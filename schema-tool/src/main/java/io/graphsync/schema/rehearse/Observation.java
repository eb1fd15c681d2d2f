package io.graphsync.schema.rehearse;

import io.graphsync.schema.review.LockUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement did on the throwaway server.
 *
 * @param locks the strongest lock on each relation that was there before; empty where none could be seen, because the
 *     statement ends its transaction itself
 * @param rewrites the tables that were written anew
 * @param error the server's message, with its code, if it refused
 */
public record Observation(Optional<List<LockUse>> locks, List<String> rewrites, Optional<Refused> error) {
    /** SQLSTATEs of what is not there: relation, function, type or column, and schema. */
    private static final Set<String> MISSING = Set.of("42P01", "42883", "42704", "42703", "3F000");

    /** That the server refused it: its code and its message. */
    public record Refused(String sqlState, String message) {
        /** Whether something that the statement names is not there. */
        public boolean misses() {
            return MISSING.contains(sqlState);
        }

        @Override
        public String toString() {
            return message + " (" + sqlState + ")";
        }
    }

    public Observation {
        locks = locks.map(List::copyOf);
        rewrites = List.copyOf(rewrites);
    }
}
