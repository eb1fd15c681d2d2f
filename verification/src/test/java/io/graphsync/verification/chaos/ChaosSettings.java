package io.graphsync.verification.chaos;

import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.workload.WorkloadSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run is.
 *
 * @param seed of the plan and of the workload
 * @param faultsFor how long faults are injected; the start and the settling come on top
 * @param meanGap between two faults or pairs of them
 * @param sources processes of cdc-source; all but one stand by
 * @param patience how long the pipeline may stand still after the last fault, and how long the judge looks again
 */
record ChaosSettings(
        long seed,
        Duration faultsFor,
        Duration meanGap,
        int sources,
        int sinks,
        int routers,
        WorkloadSettings workload,
        Duration patience) {
    private static final Duration LONG_RUN = Duration.ofMinutes(10);

    /** Checks the ranges. */
    ChaosSettings {
        if (faultsFor.isNegative() || faultsFor.isZero()) {
            throw new IllegalArgumentException("a run takes some time: " + faultsFor);
        }
        if (sources < 1 || sinks < 1 || routers < 1) {
            throw new IllegalArgumentException("a pipeline has one process of each part at least");
        }
    }

    /** The processes. */
    List<App> apps() {
        return App.cast(sources, sinks, routers);
    }

    /** Whether some faults last for up to a minute. */
    boolean hasLongFaults() {
        return faultsFor.compareTo(LONG_RUN) >= 0;
    }

    /** As texts, for the journal. */
    Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("seed", Long.toString(seed));
        map.put("faults_for_ms", Long.toString(faultsFor.toMillis()));
        map.put("mean_gap_ms", Long.toString(meanGap.toMillis()));
        map.put("sources", Integer.toString(sources));
        map.put("sinks", Integer.toString(sinks));
        map.put("routers", Integer.toString(routers));
        map.put("writers", Integer.toString(workload.writers()));
        map.put("events_per_second", Integer.toString(workload.eventsPerSecond()));
        map.put("bulk_rows", Integer.toString(workload.bulkRows()));
        map.put("bulk_pause_ms", Long.toString(workload.bulkPause().toMillis()));
        map.put("patience_ms", Long.toString(patience.toMillis()));
        return map;
    }

    /** Reads back what {@link #toMap} wrote. */
    static ChaosSettings of(Map<String, String> map) {
        return new ChaosSettings(
                number(map, "seed"),
                Duration.ofMillis(number(map, "faults_for_ms")),
                Duration.ofMillis(number(map, "mean_gap_ms")),
                Math.toIntExact(number(map, "sources")),
                Math.toIntExact(number(map, "sinks")),
                Math.toIntExact(number(map, "routers")),
                new WorkloadSettings(
                        Math.toIntExact(number(map, "writers")),
                        Math.toIntExact(number(map, "events_per_second")),
                        Math.toIntExact(number(map, "bulk_rows")),
                        Duration.ofMillis(number(map, "bulk_pause_ms"))),
                Duration.ofMillis(number(map, "patience_ms")));
    }

    private static long number(Map<String, String> map, String key) {
        return Long.parseLong(Objects.requireNonNull(map.get(key), key));
    }
}
