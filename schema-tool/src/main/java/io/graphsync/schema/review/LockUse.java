package io.graphsync.schema.review;

/**
 * A lock that a statement takes on a relation.
 *
 * @param relation with its schema, for example {@code public.messages}
 * @param mode as in pg_locks, for example {@code AccessExclusiveLock}
 */
public record LockUse(String relation, String mode) {}
