package io.graphsync.verification.chaos;

import io.graphsync.verification.chaos.judge.Verdict;
import io.graphsync.verification.chaos.plan.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a run went.
 *
 * @param faults that took effect, by kind
 * @param exits processes of the pipeline that ended by themselves, with their exit codes
 * @param broken what the harness could not do; then the run says nothing
 * @param settled from the end of the faults until the last verdict
 * @param notes how faults were brought about on this machine
 */
record ChaosReport(
        ChaosSettings settings,
        Map<FaultKind, Integer> faults,
        FaultLog.Times alone,
        FaultLog.Times all,
        Verdict verdict,
        long transactions,
        long uncertainTransactions,
        List<String> exits,
        List<String> broken,
        Duration settled,
        List<String> notes) {
    /** Copies the collections. */
    ChaosReport {
        faults = Map.copyOf(faults);
        exits = List.copyOf(exits);
        broken = List.copyOf(broken);
        notes = List.copyOf(notes);
    }

    /** Whether nothing is lost, nothing wrong, and nothing was left to a supervisor. */
    boolean isPassed() {
        return verdict.isClean() && exits.isEmpty() && broken.isEmpty();
    }
}
