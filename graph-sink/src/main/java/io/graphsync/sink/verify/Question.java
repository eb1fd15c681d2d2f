package io.graphsync.sink.verify;

import java.time.Duration;

/**
 * One question that was put to a store.
 *
 * @param statement in the store's language, with places for its parameters; empty if nothing was asked
 * @param took until all its rows were read
 */
public record Question(String statement, Duration took) {
    /** Nothing was asked. */
    public static final Question NONE = new Question("", Duration.ZERO);
}
