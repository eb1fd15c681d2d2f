package io.graphsync.source.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The source's meters in one registry. Safe for use by many threads. */
public final class SourceMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Counter readBack;
    private final Counter restarts;
    private final Timer publishLatency;
    private final DistributionSummary batchRecords;
    private final List<Gauge> gauges = new CopyOnWriteArrayList<>();

    /** Registers the meters. */
    public SourceMeters(MeterRegistry registry) {
        this.registry = registry;
        this.readBack = counter(SourceMetric.READ_BACK).register(registry);
        this.restarts = counter(SourceMetric.RESTARTS).register(registry);
        this.publishLatency = Timer.builder(SourceMetric.PUBLISH_LATENCY.id())
                .description(SourceMetric.PUBLISH_LATENCY.description())
                .publishPercentileHistogram()
                .register(registry);
        this.batchRecords = DistributionSummary.builder(SourceMetric.BATCH_RECORDS.id())
                .description(SourceMetric.BATCH_RECORDS.description())
                .register(registry);
    }

    /** Counts one acknowledged row. */
    public void acknowledged(String topic, Duration sinceCommit) {
        counter(SourceMetric.RECORDS).tag("topic", topic).register(registry).increment();
        if (!sinceCommit.isNegative()) {
            publishLatency.record(sinceCommit);
        }
    }

    /** Counts one row that went to the retry topic; {@code reason} is the failure's code. */
    public void poison(String reason) {
        counter(SourceMetric.POISON).tag("reason", reason).register(registry).increment();
    }

    /** Counts rows that were read back. */
    public void readBack(int rows) {
        readBack.increment(rows);
    }

    /** Notes the size of a batch. */
    public void batch(int rows) {
        batchRecords.record(rows);
    }

    /** Counts a beginning after a failure. */
    public void restarted() {
        restarts.increment();
    }

    /** Shows a component's state: one gauge for each of the enum's values. */
    public <S extends Enum<S>> void showState(String component, AtomicReference<S> state, S[] values) {
        for (S value : values) {
            Gauge gauge = Gauge.builder(
                            SourceMetric.COMPONENT_STATE.id(), state, current -> current.get() == value ? 1 : 0)
                    .description(SourceMetric.COMPONENT_STATE.description())
                    .tag("component", component)
                    .tag("state", value.name().toLowerCase(Locale.ROOT))
                    .register(registry);
            gauges.add(gauge);
        }
    }

    /** Takes the gauges off the registry: they show an object that is gone. Counters stay. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }

    private static Counter.Builder counter(SourceMetric metric) {
        return Counter.builder(metric.id()).description(metric.description());
    }
}
