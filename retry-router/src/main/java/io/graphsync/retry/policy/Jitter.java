package io.graphsync.retry.policy;

import java.util.UUID;

/**
 * Spreads the redeliveries of events that failed together. The spread is a hash and not a random number: a decision
 * that is repeated after a crash comes out the same.
 */
final class Jitter {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private Jitter() {}

    /** Returns a number from 0 (included) to 1 (excluded), the same for the same event and attempt. */
    static double position(UUID eventId, int attempts) {
        long hash = mix(eventId.getMostSignificantBits() + GOLDEN_GAMMA * attempts);
        hash = mix(hash ^ eventId.getLeastSignificantBits());
        return (hash >>> 11) * UNIT;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves about half of the output. */
    private static long mix(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
