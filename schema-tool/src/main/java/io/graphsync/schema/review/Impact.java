package io.graphsync.schema.review;

import java.util.List;

/**
 * What a statement of PostgreSQL does to relations; empty for Neo4j, which has no locks that could be named.
 *
 * @param locks what it locks beyond what reading takes
 * @param rewrites relations that are written anew
 * @param scans relations that are read from end to end while the locks are held
 */
public record Impact(List<LockUse> locks, List<String> rewrites, List<String> scans) {
    /** Of a statement that does nothing to relations, or of which that is not known. */
    public static final Impact NONE = new Impact(List.of(), List.of(), List.of());

    public Impact {
        locks = List.copyOf(locks);
        rewrites = List.copyOf(rewrites);
        scans = List.copyOf(scans);
    }
}
