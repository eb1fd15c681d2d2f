package io.graphsync.sink.rebuild;

import java.util.Objects;

/**
 * An event that can't be applied; the pipeline has made a dead letter of it, or will.
 *
 * @param event its id, or where it stands if that can't be read
 * @param code why, as in the headers of dead letters
 * @param message why, for a person
 */
public record Refused(String event, String code, String message) {
    /** Checks that all are there. */
    public Refused {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
