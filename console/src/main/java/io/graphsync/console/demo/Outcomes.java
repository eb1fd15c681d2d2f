package io.graphsync.console.demo;

import io.graphsync.sink.SinkMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads from the sink's metrics what became of the events. */
final class Outcomes {
    private final MeterRegistry registry;

    Outcomes(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Returns how many events are in the graph, or were overtaken by a newer one. */
    long inGraph() {
        return count("applied") + count("superseded");
    }

    private long count(String outcome) {
        var counter =
                registry.find(SinkMetric.RECORDS.id()).tag("outcome", outcome).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    /** Returns the percentiles from commit to graph over the last minutes. */
    DemoReport.Latency latency() {
        @Nullable
        Timer timer = registry.find(SinkMetric.END_TO_END_LATENCY.id()).timer();
        return timer == null ? new DemoReport.Latency(0, 0) : new DemoReport.Latency(at(timer, 0.5), at(timer, 0.99));
    }

    private static double at(Timer timer, double percentile) {
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            if (value.percentile() == percentile) {
                return Math.round(value.value(TimeUnit.MICROSECONDS) / 100.0) / 10.0;
            }
        }
        return 0;
    }

    /** Returns the rounded rate of a number of events over a time. */
    static long perSecond(long events, Duration time) {
        return Math.round(events / Math.max(time.toNanos() / 1e9, 1e-3));
    }
}
