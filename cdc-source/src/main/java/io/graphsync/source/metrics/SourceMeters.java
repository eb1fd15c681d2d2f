package io.graphsync.source.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The source's meters in one registry. Safe for use by many threads. */
public final class SourceMeters implements AutoCloseable {
    private static final double MILLIS_A_SECOND = 1_000;

    private final MeterRegistry registry;
    private final Counter readBack;
    private final Counter restarts;
    private final Timer publishLatency;
    private final DistributionSummary batchRecords;
    private final Counter heartbeats;
    private final AtomicReference<Instant> newestBeat = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<SlotReading> slot = new AtomicReference<>(SlotReading.UNKNOWN);
    private final List<Gauge> gauges = new CopyOnWriteArrayList<>();

    /** Registers the meters. */
    public SourceMeters(MeterRegistry registry) {
        this.registry = registry;
        this.readBack = counter(SourceMetric.READ_BACK).register(registry);
        this.restarts = counter(SourceMetric.RESTARTS).register(registry);
        this.heartbeats = counter(SourceMetric.HEARTBEATS).register(registry);
        this.publishLatency = Timer.builder(SourceMetric.PUBLISH_LATENCY.id())
                .description(SourceMetric.PUBLISH_LATENCY.description())
                .publishPercentileHistogram()
                .register(registry);
        this.batchRecords = DistributionSummary.builder(SourceMetric.BATCH_RECORDS.id())
                .description(SourceMetric.BATCH_RECORDS.description())
                .register(registry);
        showSlot();
        gauge(SourceMetric.OLDEST_UNSENT, "seconds", "", "", this::secondsSinceNewestBeat);
    }

    private void showSlot() {
        gauge(SourceMetric.SLOT_RETAINED, "bytes", "", "", () -> slot.get().retainedBytes());
        gauge(SourceMetric.SLOT_LIMIT, "bytes", "", "", () -> slot.get().limitBytes());
        gauge(SourceMetric.SLOT_LAG, "bytes", "", "", () -> slot.get().lagBytes());
        gauge(SourceMetric.SLOT_ACTIVE, "", "", "", () -> slot.get().active() ? 1 : 0);
        for (String status : SlotReading.STATUSES) {
            gauge(
                    SourceMetric.SLOT_WAL_STATUS,
                    "",
                    "status",
                    status,
                    () -> slot.get().walStatus().equals(status) ? 1 : 0);
        }
    }

    private void gauge(SourceMetric metric, String unit, String tag, String tagValue, Supplier<Number> value) {
        Gauge.Builder<Supplier<Number>> gauge = Gauge.builder(metric.id(), value)
                .description(metric.description())
                .strongReference(true);
        if (!unit.isEmpty()) {
            gauge.baseUnit(unit);
        }
        if (!tag.isEmpty()) {
            gauge.tag(tag, tagValue);
        }
        gauges.add(gauge.register(registry));
    }

    /** Not a number until there was one. */
    private double secondsSinceNewestBeat() {
        Instant newest = newestBeat.get();
        return newest.equals(Instant.MIN)
                ? Double.NaN
                : Math.max(0, Duration.between(newest, Instant.now()).toMillis()) / MILLIS_A_SECOND;
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

    /** Notes a heartbeat that Kafka has; {@code writtenAt} is by the clock of PostgreSQL. */
    public void heartbeat(Instant writtenAt) {
        heartbeats.increment();
        newestBeat.accumulateAndGet(writtenAt, (known, next) -> next.isAfter(known) ? next : known);
    }

    /** Notes how the slot is. */
    public void slot(SlotReading reading) {
        slot.set(reading);
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
