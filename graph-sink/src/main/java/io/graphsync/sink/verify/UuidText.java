package io.graphsync.sink.verify;

import java.util.UUID;

/** Ids as our events write them. */
final class UuidText {
    private UuidText() {}

    /** Whether a text is a UUID in the form in which PostgreSQL writes it. */
    static boolean is(String id) {
        try {
            return UUID.fromString(id).toString().equals(id);
        } catch (IllegalArgumentException other) {
            return false;
        }
    }
}
