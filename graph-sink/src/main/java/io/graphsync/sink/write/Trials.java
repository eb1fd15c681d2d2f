package io.graphsync.sink.write;

/**
 * Decides whether to try what is quick where it succeeds and wasted where it does not. After each failure it lets pass twice as many
 * occasions as before, until something succeeds again. Safe for use by many threads.
 */
final class Trials {
    private static final int MOST_PASSED = 64;

    private int pass;
    private int left;

    /** Says whether to try now. */
    synchronized boolean next() {
        if (left == 0) {
            return true;
        }
        left--;
        return false;
    }

    /** Learns from a trial. */
    synchronized void ended(boolean succeeded) {
        pass = succeeded ? 0 : Math.clamp(pass * 2L, 1, MOST_PASSED);
        left = pass;
    }
}
