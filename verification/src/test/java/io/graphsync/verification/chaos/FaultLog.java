package io.graphsync.verification.chaos;

import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.plan.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which faults took effect, how long the pipeline needed after each, and which of them were alone. Thread-safe. */
final class FaultLog {
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    private final Set<Integer> inEffect = new HashSet<>();
    private final Set<Integer> recovering = new HashSet<>();
    private final Set<Integer> overlapped = new HashSet<>();
    private final Map<Integer, Duration> times = new HashMap<>();

    /**
     * Recovery times.
     *
     * @param count of the faults that they are of
     * @param p50 half of them were quicker
     */
    record Times(int count, Duration p50, Duration max) {}

    synchronized void begun(Fault fault) {
        counts.merge(fault.kind(), 1, Integer::sum);
        if (!inEffect.isEmpty() || !recovering.isEmpty()) {
            overlapped.addAll(inEffect);
            overlapped.addAll(recovering);
            overlapped.add(fault.number());
        }
        inEffect.add(fault.number());
    }

    synchronized void ended(Fault fault) {
        inEffect.remove(fault.number());
        recovering.add(fault.number());
    }

    /** Returns whether the fault was alone from its begin until now. */
    synchronized boolean recovered(int fault, Duration after) {
        recovering.remove(fault);
        times.put(fault, after);
        return !overlapped.contains(fault);
    }

    /** Whether no fault is in effect, and all that were before are recovered from. */
    synchronized boolean isCalm() {
        return inEffect.isEmpty() && recovering.isEmpty();
    }

    synchronized Map<FaultKind, Integer> counts() {
        return new EnumMap<>(counts);
    }

    synchronized Times all() {
        return times(times.keySet());
    }

    synchronized Times alone() {
        Set<Integer> faults = new HashSet<>(times.keySet());
        faults.removeAll(overlapped);
        return times(faults);
    }

    private Times times(Set<Integer> faults) {
        List<Duration> sorted = new ArrayList<>();
        times.forEach((fault, time) -> {
            if (faults.contains(fault)) {
                sorted.add(time);
            }
        });
        if (sorted.isEmpty()) {
            return new Times(0, Duration.ZERO, Duration.ZERO);
        }
        Collections.sort(sorted);
        return new Times(sorted.size(), sorted.get((sorted.size() - 1) / 2), sorted.getLast());
    }
}
