package io.graphsync.sink.consume;

import io.graphsync.sink.consume.Work.AbandonedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;

/**
 * The threads that write batches. A batch goes in at {@link #submit} and comes out at the consumer of {@link Done}. A
 * writer that is free takes all that waits, up to the limits of one transaction.
 */
final class WriterPool {
    private final BlockingDeque<Batch> waiting = new LinkedBlockingDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BatchApplier applier;
    private final BatchLimits limits;
    private final WriterPermits permits;
    private final Consumer<Done> done;
    private volatile boolean stopped;

    /** Starts the threads. */
    WriterPool(int writers, BatchApplier applier, BatchLimits limits, WriterPermits permits, Consumer<Done> done) {
        this.applier = applier;
        this.limits = limits;
        this.permits = permits;
        this.done = done;
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofVirtual().name("sink-writer-" + i).start(this::run));
        }
    }

    void submit(Batch batch) {
        waiting.add(batch);
    }

    /** Ends the threads; a batch in flight is put down unfinished. */
    void stop(Duration deadline) {
        stopped = true;
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + deadline.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!stopped) {
            try {
                permits.acquire();
                try {
                    apply(take()).forEach(done);
                } finally {
                    permits.release();
                }
            } catch (InterruptedException stop) {
                // Only a stop interrupts, and the loop looks for that.
            }
        }
    }

    /** Waits for a batch, and takes those behind it that fit into the same transaction. */
    private List<Batch> take() throws InterruptedException {
        List<Batch> together = new ArrayList<>();
        int records = 0;
        long bytes = 0;
        for (Batch next = waiting.take(); next != null; next = waiting.poll()) {
            records += next.records().size();
            bytes += next.bytes();
            if (!together.isEmpty() && (records > limits.maxRecords() || bytes > limits.maxBytes())) {
                waiting.addFirst(next);
                break;
            }
            together.add(next);
        }
        return together;
    }

    // Whatever ends a writer must end the sink, or its partitions would stand still.
    private List<Done> apply(List<Batch> together) {
        try {
            applier.apply(new JointWork(together));
            return together.stream()
                    .map(batch -> new Done(batch, true, Optional.empty()))
                    .toList();
        } catch (AbandonedException somebodyLeft) {
            return applyThoseThatStay(together);
        } catch (Throwable fatal) {
            return together.stream()
                    .map(batch -> new Done(batch, false, Optional.of(fatal)))
                    .toList();
        }
    }

    /** What was written before is written again, which changes nothing. */
    private List<Done> applyThoseThatStay(List<Batch> together) {
        List<Done> put = new ArrayList<>();
        List<Batch> staying = new ArrayList<>();
        for (Batch batch : together) {
            if (stopped || batch.isAbandoned()) {
                put.add(new Done(batch, false, Optional.empty()));
            } else {
                staying.add(batch);
            }
        }
        if (!staying.isEmpty()) {
            put.addAll(apply(staying));
        }
        return put;
    }
}
