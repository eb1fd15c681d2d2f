package io.graphsync.sink.consume;

import io.graphsync.sink.outage.OutageWatch;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.progress.PassedBeats;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the consumer: polls, hands batches to the writers, commits what they have done. It polls on whatever the writers
 * do, so a Neo4j that is slow or away costs no partition. Of one partition one batch is in flight at a time; a partition
 * is paused while another whole batch waits.
 *
 * <p>One thread runs it. Only {@link #finished} and {@link #wake} may be called from others.
 */
final class ConsumeLoop implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(ConsumeLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration COMMIT_DEADLINE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final ConsumeSettings settings;
    private final OffsetCommitter committer;
    private final OutageWatch kafka;
    private final BooleanSupplier graphIsAway;
    private final PassedBeats beats;
    private final SinkObserver observer;
    private final Map<TopicPartition, PartitionBuffer> buffers = new HashMap<>();
    private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
    private Optional<Throwable> fatal = Optional.empty();

    ConsumeLoop(
            Consumer<byte[], byte[]> consumer,
            ConsumeSettings settings,
            OutageWatch kafka,
            BooleanSupplier graphIsAway,
            PassedBeats beats,
            SinkObserver observer) {
        this.consumer = consumer;
        this.settings = settings;
        this.committer = new OffsetCommitter(consumer);
        this.kafka = kafka;
        this.graphIsAway = graphIsAway;
        this.beats = beats;
        this.observer = observer;
    }

    /**
     * Runs until the stop is requested, then drains.
     *
     * @throws FatalException if a writer can't go on
     */
    void run(WriterPool writers, StopSignal stop) {
        consumer.subscribe(settings.topics(), this);
        while (!stop.isRequested() && fatal.isEmpty()) {
            if (!poll()) {
                stop.await(POLL);
            }
            settleFinished();
            buffers.values().forEach(buffer -> start(buffer, writers));
            pauseWhatIsFull();
            committer.commitSoon();
        }
        release(Set.copyOf(buffers.keySet()));
        fatal.ifPresent(cause -> {
            throw new FatalException("A batch can't be written: " + cause.getMessage(), cause);
        });
    }

    /** Takes back a batch from a writer. */
    void finished(Done batch) {
        done.add(batch);
        consumer.wakeup();
    }

    /** Ends a poll that is under way. */
    void wake() {
        consumer.wakeup();
    }

    private boolean poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (TopicPartition partition : records.partitions()) {
                PartitionBuffer buffer = buffers.get(partition);
                if (buffer != null) {
                    buffer.add(records.records(partition));
                }
            }
            if (!records.isEmpty()) {
                kafka.succeeded(); // An empty answer is also what a poll gives while no broker is there.
            }
            return true;
        } catch (WakeupException somethingFinished) {
            return true;
        } catch (RetriableException | AuthenticationException | AuthorizationException failure) {
            kafka.failed(failure.getClass().getSimpleName(), failure.getMessage());
            return false;
        }
    }

    private void start(PartitionBuffer buffer, WriterPool writers) {
        Optional<Batch> next = buffer.start();
        while (next.isPresent() && next.get().isWithoutEvents()) {
            settle(new Done(next.get(), true, Optional.empty()));
            next = buffer.start();
        }
        next.ifPresent(writers::submit);
    }

    private void settleFinished() {
        for (Done next = done.poll(); next != null; next = done.poll()) {
            settle(next);
        }
    }

    private void settle(Done finished) {
        PartitionBuffer buffer = buffers.get(finished.batch().partition());
        if (fatal.isEmpty()) {
            fatal = finished.fatal();
        }
        // A batch of a partition that was taken away in the meantime is somebody else's now.
        if (buffer != null && buffer.finish(finished.batch()) && finished.applied()) {
            committer.add(finished.batch());
            finished.batch()
                    .heartbeat()
                    .ifPresent(beat -> beats.passed(finished.batch().partition(), beat));
        }
    }

    private void pauseWhatIsFull() {
        long held =
                buffers.values().stream().mapToLong(PartitionBuffer::heldBytes).sum();
        observer.buffered(held);
        Set<TopicPartition> full = new HashSet<>();
        Set<TopicPartition> hungry = new HashSet<>();
        buffers.forEach((partition, buffer) -> {
            boolean stop = buffer.isFull() || held >= settings.maxBufferedBytes();
            (stop ? full : hungry).add(partition);
        });
        Set<TopicPartition> paused = consumer.paused();
        full.removeAll(paused);
        hungry.retainAll(paused);
        consumer.pause(full);
        consumer.resume(hungry);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            buffers.put(partition, new PartitionBuffer(partition, settings.limits()));
        }
        log.atInfo().addKeyValue("partitions", partitions).log("Partitions assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        release(partitions);
        log.atInfo().addKeyValue("partitions", partitions).log("Partitions revoked");
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        committer.forget(partitions);
        drop(partitions);
        log.atWarn().addKeyValue("partitions", partitions).log("Partitions lost; another sink has them");
    }

    /** Gives partitions up: waits for their batches in flight, commits, forgets the rest. */
    private void release(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> buffer(partition).ifPresent(PartitionBuffer::discardWaiting));
        long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
        while (isInFlight(partitions) && !graphIsAway.getAsBoolean() && fatal.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            awaitFinished(Math.min(left, POLL.toNanos()));
        }
        settleFinished();
        committer.commitNow(COMMIT_DEADLINE);
        drop(partitions);
    }

    private void awaitFinished(long nanos) {
        try {
            Done next = done.poll(nanos, TimeUnit.NANOSECONDS);
            if (next != null) {
                settle(next);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            fatal = Optional.of(stop);
        }
    }

    private boolean isInFlight(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .anyMatch(partition ->
                        buffer(partition).flatMap(PartitionBuffer::inFlight).isPresent());
    }

    private void drop(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            buffer(partition).flatMap(PartitionBuffer::inFlight).ifPresent(Batch::abandon);
            buffers.remove(partition);
        }
        beats.revoked(partitions);
    }

    private Optional<PartitionBuffer> buffer(TopicPartition partition) {
        return Optional.ofNullable(buffers.get(partition));
    }
}
