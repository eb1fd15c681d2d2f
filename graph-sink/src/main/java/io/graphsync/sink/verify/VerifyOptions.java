package io.graphsync.sink.verify;

import java.time.Duration;
import java.util.Objects;

/**
 * How a comparison is made.
 *
 * @param mode how much of both stores travels
 * @param patience how long a change may be on its way before it is told as such; zero where the pipeline is known to be idle,
 *     so that whatever is not in the graph differs
 * @param keep how many differences are told one by one; all are counted
 */
public record VerifyOptions(Mode mode, Duration patience, int keep) {
    /** How much of both stores travels. */
    public enum Mode {
        /** The numbers of elements alone. */
        COUNTS,
        /** Sums of hashes; elements only where the sums differ. */
        DIGEST,
        /** Every element. */
        ROWS
    }

    /** Every element, while nothing is on its way. */
    static final VerifyOptions IDLE = new VerifyOptions(Mode.ROWS, Duration.ZERO, 100);

    /** Checks the numbers. */
    public VerifyOptions {
        Objects.requireNonNull(mode, "mode");
        if (patience.isNegative() || keep < 0) {
            throw new IllegalArgumentException("patience and keep must not be negative");
        }
    }

    boolean isIdle() {
        return patience.isZero();
    }
}
