package io.graphsync.sink;

import io.graphsync.sink.consume.SinkObserver;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.progress.PassedBeats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Counts what the sink does. Safe for use by many threads. */
final class SinkMeters implements SinkObserver {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Counter applied;
    private final Counter superseded;
    private final Counter retried;
    private final Counter deadLettered;
    private final Counter deadlocks;
    private final Counter purged;
    private final AtomicLong writers = new AtomicLong();
    private final AtomicLong buffered = new AtomicLong();
    private final Timer endToEnd;
    private final Timer apply;
    private final DistributionSummary batch;

    SinkMeters(MeterRegistry registry, PassedBeats beats, InstantSource clock) {
        this.clock = clock;
        applied = records(registry, "applied");
        superseded = records(registry, "superseded");
        retried = records(registry, "retried");
        deadLettered = records(registry, "dead_lettered");
        deadlocks = Counter.builder(SinkMetric.DEADLOCKS.id())
                .description(SinkMetric.DEADLOCKS.description())
                .register(registry);
        purged = Counter.builder(SinkMetric.PURGED.id())
                .description(SinkMetric.PURGED.description())
                .register(registry);
        gauge(registry, SinkMetric.WRITERS, writers, AtomicLong::doubleValue);
        gauge(registry, SinkMetric.BUFFERED, buffered, AtomicLong::doubleValue);
        gauge(registry, SinkMetric.HEARTBEAT, beats, SinkMeters::secondsOfOldest);
        endToEnd = Timer.builder(SinkMetric.END_TO_END_LATENCY.id())
                .description(SinkMetric.END_TO_END_LATENCY.description())
                .publishPercentiles(0.5, 0.99)
                .distributionStatisticExpiry(WINDOW)
                .register(registry);
        apply = Timer.builder(SinkMetric.APPLY.id())
                .description(SinkMetric.APPLY.description())
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        batch = DistributionSummary.builder(SinkMetric.BATCH_RECORDS.id())
                .description(SinkMetric.BATCH_RECORDS.description())
                .register(registry);
    }

    private static <T> void gauge(MeterRegistry registry, SinkMetric metric, T of, ToDoubleFunction<T> value) {
        Gauge.builder(metric.id(), of, value)
                .description(metric.description())
                .strongReference(true)
                .register(registry);
    }

    private static double secondsOfOldest(PassedBeats beats) {
        return beats.oldest().map(at -> at.toEpochMilli() / 1e3).orElse(Double.NaN);
    }

    private static Counter records(MeterRegistry registry, String outcome) {
        return Counter.builder(SinkMetric.RECORDS.id())
                .description(SinkMetric.RECORDS.description())
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void committed(List<MappedEvent> changed, int records, Duration took) {
        apply.record(took);
        batch.record(records);
        Instant now = clock.instant();
        for (MappedEvent event : changed) {
            Duration latency = Duration.between(event.committedAt(), now);
            endToEnd.record(latency.isNegative() ? Duration.ZERO : latency);
        }
    }

    @Override
    public void settled(int appliedNow, int supersededNow, int retriedNow, int deadLetteredNow) {
        applied.increment(appliedNow);
        superseded.increment(supersededNow);
        retried.increment(retriedNow);
        deadLettered.increment(deadLetteredNow);
    }

    @Override
    public void deadlock() {
        deadlocks.increment();
    }

    @Override
    public void writers(int most) {
        writers.set(most);
    }

    @Override
    public void buffered(long bytes) {
        buffered.set(bytes);
    }

    @Override
    public void purged(int tombstones) {
        purged.increment(tombstones);
    }
}
