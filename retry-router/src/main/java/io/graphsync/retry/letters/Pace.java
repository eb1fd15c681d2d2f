package io.graphsync.retry.letters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How fast letters are moved.
 *
 * @param lettersPerSecond the most within a second
 */
public record Pace(int lettersPerSecond) {
    private static final int MAX_LETTERS = 100;
    private static final long MAX_BYTES = 16L * 1024 * 1024;
    private static final long NAP_NANOS = Duration.ofMillis(50).toNanos();

    /** Checks the range. */
    public Pace {
        if (lettersPerSecond < 1) {
            throw new IllegalArgumentException("lettersPerSecond must be positive: " + lettersPerSecond);
        }
    }

    /** Cuts letters into transactions: small enough for memory, and for ending soon after somebody asks. */
    List<List<Letter>> chunks(List<Letter> letters) {
        List<List<Letter>> chunks = new ArrayList<>();
        List<Letter> chunk = new ArrayList<>();
        long bytes = 0;
        for (Letter letter : letters) {
            boolean full = chunk.size() == Math.min(MAX_LETTERS, lettersPerSecond)
                    || bytes + letter.payloadBytes() > MAX_BYTES;
            if (full && !chunk.isEmpty()) {
                chunks.add(List.copyOf(chunk));
                chunk.clear();
                bytes = 0;
            }
            chunk.add(letter);
            bytes += letter.payloadBytes();
        }
        if (!chunk.isEmpty()) {
            chunks.add(List.copyOf(chunk));
        }
        return chunks;
    }

    /** Waits until so many letters are not too many since the start, or until somebody asks to stop. */
    void await(int moved, long startNanos, BooleanSupplier stop) {
        long due = startNanos + Duration.ofSeconds(1).toNanos() * moved / lettersPerSecond;
        while (!stop.getAsBoolean() && System.nanoTime() < due) {
            LockSupport.parkNanos(Math.min(NAP_NANOS, due - System.nanoTime()));
        }
    }
}
