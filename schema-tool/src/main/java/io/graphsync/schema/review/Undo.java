package io.graphsync.schema.review;

import java.util.Optional;

/**
 * How a statement can be taken back.
 *
 * @param possible whether a down script can bring back what was before, data included
 * @param statement the statement that does, where one can be derived
 */
public record Undo(boolean possible, Optional<String> statement) {
    /** Of what is gone for good. */
    public static final Undo IMPOSSIBLE = new Undo(false, Optional.empty());

    /** Of a statement of which nothing can be derived. */
    public static final Undo BY_HAND = new Undo(true, Optional.empty());

    /** By a statement that was derived. */
    public static Undo by(String statement) {
        return new Undo(true, Optional.of(statement));
    }
}
