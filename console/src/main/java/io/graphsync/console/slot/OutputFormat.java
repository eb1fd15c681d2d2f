package io.graphsync.console.slot;

import java.util.Locale;

/** How a command prints what it found. */
enum OutputFormat {
    /** For people. */
    TEXT,
    /** For programs: one JSON document. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
