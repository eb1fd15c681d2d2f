package io.graphsync.verification.chaos.inject;

/**
 * A fault that is in effect.
 *
 * @param detail what was hit, where the plan left that open
 * @param undo takes it back
 */
record Injection(String detail, Undo undo) {
    /** Takes a fault back; returns when what was broken has been started again. */
    @FunctionalInterface
    interface Undo {
        void run() throws Exception;
    }

    static Injection of(Undo undo) {
        return new Injection("", undo);
    }
}
