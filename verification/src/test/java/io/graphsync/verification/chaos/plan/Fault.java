package io.graphsync.verification.chaos.plan;

import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param number from 1, in the order of the beginnings
 * @param at when it begins, from the begin of the run, by the clock of the plan
 * @param afterCalm whether it waits until the pipeline has recovered from what was before, for a while at most; the plan's
 *     clock stands still meanwhile
 * @param lasts until it is taken back; what it broke may need longer to come back
 */
public record Fault(int number, FaultKind kind, Target target, boolean afterCalm, Duration at, Duration lasts) {
    /** Checks the ranges. */
    public Fault {
        if (number < 1 || at.isNegative() || lasts.isNegative()) {
            throw new IllegalArgumentException("not a fault: " + number + " at " + at + " for " + lasts);
        }
    }

    /** When it is taken back. */
    public Duration end() {
        return at.plus(lasts);
    }

    @Override
    public String toString() {
        return "#" + number + " " + kind.words() + ": " + target;
    }
}
