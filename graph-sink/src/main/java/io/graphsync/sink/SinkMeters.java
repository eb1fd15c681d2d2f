package io.graphsync.sink;

import io.graphsync.sink.consume.SinkObserver;
import io.graphsync.sink.mapping.MappedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Counts what the sink does. Safe for use by many threads. */
final class SinkMeters implements SinkObserver {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Counter applied;
    private final Counter superseded;
    private final Counter retried;
    private final Counter deadLettered;
    private final Counter deadlocks;
    private final Timer endToEnd;
    private final Timer apply;
    private final DistributionSummary batch;

    SinkMeters(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        applied = records(registry, "applied");
        superseded = records(registry, "superseded");
        retried = records(registry, "retried");
        deadLettered = records(registry, "dead_lettered");
        deadlocks = Counter.builder(SinkMetric.DEADLOCKS.id())
                .description(SinkMetric.DEADLOCKS.description())
                .register(registry);
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

    private static Counter records(MeterRegistry registry, String outcome) {
        return Counter.builder(SinkMetric.RECORDS.id())
                .description(SinkMetric.RECORDS.description())
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void committed(int records, Duration took) {
        apply.record(took);
        batch.record(records);
    }

    @Override
    public void applied(List<MappedEvent> events) {
        applied.increment(events.size());
        Instant now = clock.instant();
        for (MappedEvent event : events) {
            Duration latency = Duration.between(event.committedAt(), now);
            endToEnd.record(latency.isNegative() ? Duration.ZERO : latency);
        }
    }

    @Override
    public void superseded(int events) {
        superseded.increment(events);
    }

    @Override
    public void retried(int events) {
        retried.increment(events);
    }

    @Override
    public void deadLettered(int events) {
        deadLettered.increment(events);
    }

    @Override
    public void deadlock() {
        deadlocks.increment();
    }
}
