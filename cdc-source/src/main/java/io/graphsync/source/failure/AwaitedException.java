package io.graphsync.source.failure;

import java.util.Objects;

/** Something that the source needs is not there yet; it waits for it. */
public final class AwaitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String awaited;

    /**
     * Makes one.
     *
     * @param awaited what must come, such as {@code the publication graphsync}
     * @param message what was found instead and what brings it
     */
    public AwaitedException(String awaited, String message) {
        super(message);
        this.awaited = Objects.requireNonNull(awaited, "awaited");
    }

    /** Returns what must come. */
    public String awaited() {
        return awaited;
    }
}
