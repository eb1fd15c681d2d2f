package io.graphsync.sink.consume;

import io.graphsync.sink.mapping.MappedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Adds up what it is told. */
final class CountingObserver implements SinkObserver {
    final AtomicInteger transactions = new AtomicInteger();
    final AtomicInteger applied = new AtomicInteger();
    final AtomicInteger superseded = new AtomicInteger();
    final AtomicInteger retried = new AtomicInteger();
    final AtomicInteger deadLettered = new AtomicInteger();
    final AtomicInteger deadlocks = new AtomicInteger();
    final AtomicLong mostBuffered = new AtomicLong();

    @Override
    public void committed(List<MappedEvent> changed, int records, Duration took) {
        transactions.incrementAndGet();
    }

    @Override
    public void settled(int appliedNow, int supersededNow, int retriedNow, int deadLetteredNow) {
        applied.addAndGet(appliedNow);
        superseded.addAndGet(supersededNow);
        retried.addAndGet(retriedNow);
        deadLettered.addAndGet(deadLetteredNow);
    }

    @Override
    public void deadlock() {
        deadlocks.incrementAndGet();
    }

    @Override
    public void writers(int most) {}

    @Override
    public void buffered(long bytes) {
        mostBuffered.accumulateAndGet(bytes, Math::max);
    }

    @Override
    public void purged(int tombstones) {}
}
