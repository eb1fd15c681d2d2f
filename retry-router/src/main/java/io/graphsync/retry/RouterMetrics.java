package io.graphsync.retry;

import io.graphsync.outbox.progress.Outcome;
import io.graphsync.retry.policy.RetryDecision;
import io.graphsync.retry.topology.RedeliveryState;
import io.graphsync.retry.topology.RetryObserver;
import io.graphsync.retry.writeback.WritebackObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Counts what the topology and the write-back tell of. Any thread. */
final class RouterMetrics implements RetryObserver, WritebackObserver, AutoCloseable {
    private static final String COMPONENT = "router";

    private final MeterRegistry registry;
    private final List<Gauge> gauges = new ArrayList<>();
    private final Counter received;
    private final Counter redelivered;
    private final Timer lateness;
    private final Map<RetryDecision.Reason, Counter> deadLettered = new EnumMap<>(RetryDecision.Reason.class);
    private final Map<Outcome.Result, Counter> ended = new EnumMap<>(Outcome.Result.class);
    private final Counter writtenRows;
    private final Counter goneRows;
    private final Counter refusedRows;
    private final Map<String, Long> waitingByTask = new ConcurrentHashMap<>();

    RouterMetrics(MeterRegistry registry) {
        this.registry = registry;
        received = counter(registry, RouterMetric.RECEIVED);
        redelivered = counter(registry, RouterMetric.REDELIVERED);
        lateness = Timer.builder(RouterMetric.LATENESS.metricName())
                .description(RouterMetric.LATENESS.description())
                .publishPercentileHistogram()
                .register(registry);
        for (RetryDecision.Reason reason : RetryDecision.Reason.values()) {
            deadLettered.put(reason, counter(registry, RouterMetric.DEAD_LETTERED, "reason", label(reason)));
        }
        for (Outcome.Result result : Outcome.Result.values()) {
            ended.put(result, counter(registry, RouterMetric.ENDED, "outcome", label(result)));
        }
        writtenRows = counter(registry, RouterMetric.WRITTEN_BACK, "outcome", "written");
        goneRows = counter(registry, RouterMetric.WRITTEN_BACK, "outcome", "gone");
        refusedRows = counter(registry, RouterMetric.WRITTEN_BACK, "outcome", "refused");
        gauges.add(Gauge.builder(RouterMetric.WAITING.metricName(), this, RouterMetrics::waiting)
                .description(RouterMetric.WAITING.description())
                .register(registry));
    }

    /** Takes the gauges away, so that a router that is started later in the same JVM shows its own. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }

    /** Shows the state from now on. */
    void watch(Supplier<RedeliveryState> current) {
        for (RedeliveryState state : RedeliveryState.values()) {
            gauges.add(Gauge.builder(RouterMetric.COMPONENT_STATE.metricName(), () -> current.get() == state ? 1 : 0)
                    .description(RouterMetric.COMPONENT_STATE.description())
                    .tags("component", COMPONENT, "state", label(state))
                    .strongReference(true)
                    .register(registry));
        }
    }

    @Override
    public void received() {
        received.increment();
    }

    @Override
    public void redelivered(Duration late) {
        redelivered.increment();
        lateness.record(late);
    }

    @Override
    public void deadLettered(RetryDecision.Reason reason) {
        Counter counter = deadLettered.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void ended(Outcome.Result result) {
        Counter counter = ended.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void waiting(String task, long events) {
        waitingByTask.put(task, events);
    }

    @Override
    public void written(int rows, int gone) {
        writtenRows.increment(rows);
        goneRows.increment(gone);
    }

    @Override
    public void refused() {
        refusedRows.increment();
    }

    private double waiting() {
        return waitingByTask.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Counter counter(MeterRegistry registry, RouterMetric metric, String... tags) {
        return Counter.builder(metric.metricName())
                .description(metric.description())
                .tags(tags)
                .register(registry);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
