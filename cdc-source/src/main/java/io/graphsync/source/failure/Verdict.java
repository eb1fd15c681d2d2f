package io.graphsync.source.failure;

/** What a failure means for the source as a whole. */
public sealed interface Verdict {
    /**
     * It passes: wait and begin anew.
     *
     * @param awaited what must come back, such as {@code PostgreSQL}
     * @param cause what happened, for a person
     */
    record Wait(String awaited, String cause) implements Verdict {}

    /**
     * It does not pass by itself: somebody has to change something.
     *
     * @param message what was attempted, what happened and what to do
     */
    record Fatal(String message) implements Verdict {}
}
