package io.graphsync.sink.verify;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Why graph and rows differ in a point.
 *
 * @param cause what happened
 * @param event the outbox row that tells it, where there is one
 */
public record Explanation(Cause cause, Optional<UUID> event) {
    /** What makes a graph differ from the rows. */
    public enum Cause {
        /** The change is on its way; no difference, as long as the pipeline runs. */
        IN_FLIGHT("on its way"),
        /** The change failed, and waits for another try. */
        RETRYING("failed, and waits for another try"),
        /** The change is an open dead letter. */
        DEAD_LETTERED("is an open dead letter"),
        /** The row was written without an event. */
        NEVER_SENT("was written to PostgreSQL without an event"),
        /** The row was deleted without an event. */
        DELETED("was deleted in PostgreSQL without an event"),
        /** The pipeline had it right; somebody else changed the graph. */
        CHANGED_IN_GRAPH("was changed in the graph by somebody else"),
        /** Its events are gone from the outbox, so nobody can tell. */
        UNKNOWN("has no event in the outbox any more that could tell");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** Returns what happened to the element, for a person. */
        public String words() {
            return words;
        }
    }

    /** Checks that both are there. */
    public Explanation {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(event, "event");
    }

    static Explanation of(Cause cause) {
        return new Explanation(cause, Optional.empty());
    }
}
