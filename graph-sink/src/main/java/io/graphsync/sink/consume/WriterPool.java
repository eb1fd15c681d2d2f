package io.graphsync.sink.consume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The threads that write batches. A batch goes in at {@link #submit} and comes out at the consumer of {@link Done}. */
final class WriterPool {
    private final BlockingQueue<Batch> work = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BatchApplier applier;
    private final Consumer<Done> done;

    /** Starts the threads. */
    WriterPool(int writers, BatchApplier applier, Consumer<Done> done) {
        this.applier = applier;
        this.done = done;
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofVirtual().name("sink-writer-" + i).start(this::run));
        }
    }

    void submit(Batch batch) {
        work.add(batch);
    }

    /** Ends the threads; a batch in flight is put down unfinished. */
    void stop(Duration deadline) {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(deadline);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Batch batch = work.take();
                done.accept(apply(batch));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // Whatever ends a writer must end the sink, or its partitions would stand still.
    private Done apply(Batch batch) {
        try {
            applier.apply(batch);
            return new Done(batch, true, Optional.empty());
        } catch (Batch.AbandonedException nobodyWaits) {
            return new Done(batch, false, Optional.empty());
        } catch (Throwable fatal) {
            return new Done(batch, false, Optional.of(fatal));
        }
    }
}
