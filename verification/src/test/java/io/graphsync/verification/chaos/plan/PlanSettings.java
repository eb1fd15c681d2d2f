package io.graphsync.verification.chaos.plan;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a plan is made for.
 *
 * @param lasts no fault is taken back later
 * @param meanGap between the beginnings of two scenes; a scene has one or two faults
 * @param longFaults whether some faults last for up to a minute, longer than any session of Kafka
 * @param without kinds that can't be had here
 */
public record PlanSettings(
        List<App> apps, Duration lasts, Duration meanGap, boolean longFaults, Set<FaultKind> without) {
    /** Copies the collections. */
    public PlanSettings {
        apps = List.copyOf(apps);
        without = Set.copyOf(without);
        if (meanGap.isNegative() || meanGap.isZero()) {
            throw new IllegalArgumentException("the gap between faults must be positive: " + meanGap);
        }
    }
}
