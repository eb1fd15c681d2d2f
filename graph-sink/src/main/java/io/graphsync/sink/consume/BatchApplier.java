package io.graphsync.sink.consume;

import io.graphsync.outbox.event.Failure;
import io.graphsync.sink.consume.Work.AbandonedException;
import io.graphsync.sink.failure.BackoffPolicy;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.EventMapper.Mapping;
import io.graphsync.sink.mapping.MappedEvent;
import io.graphsync.sink.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Deals with a batch, or with several at once: maps its records, writes the events, isolates by halving the event that is in the way, and hands
 * what failed to the retry topic. When it returns, each record is in the graph, in the retry topic, or was superseded.
 *
 * <p>An outage is waited for without end, or until a batch is abandoned. Safe for use by many threads.
 */
final class BatchApplier {
    private static final int ATTEMPTS_AT_A_HALF = 2;
    private static final String DEADLOCK = "Neo.TransientError.Transaction.DeadlockDetected";

    /** Where events are written to. */
    @FunctionalInterface
    interface Target {
        WriteResult write(List<MappedEvent> events) throws GraphFailure;
    }

    /** Where failed events go; returns when the broker has them. */
    @FunctionalInterface
    interface RetryTopic {
        void send(List<ProducerRecord<byte[], byte[]>> letters, Work work) throws AbandonedException;
    }

    private final EventMapper mapper;
    private final Target target;
    private final RetryTopic retryTopic;
    private final String retryTopicName;
    private final int attempts;
    private final OutageWatch outage;
    private final SinkObserver observer;
    private final InstantSource clock;

    /**
     * Makes an applier.
     *
     * @param attempts how often a batch that fails for a passing reason is tried before it is halved
     */
    BatchApplier(
            EventMapper mapper,
            Target target,
            RetryTopic retryTopic,
            String retryTopicName,
            int attempts,
            OutageWatch outage,
            SinkObserver observer,
            InstantSource clock) {
        this.mapper = mapper;
        this.target = target;
        this.retryTopic = retryTopic;
        this.retryTopicName = retryTopicName;
        this.attempts = attempts;
        this.outage = outage;
        this.observer = observer;
        this.clock = clock;
    }

    private record Pending(ConsumerRecord<byte[], byte[]> source, MappedEvent event) {}

    /**
     * Deals with a batch.
     *
     * @throws AbandonedException if nobody waits for it any more
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     */
    void apply(Work work) throws AbandonedException, GraphFailure {
        List<Pending> events = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> source : work.records()) {
            if (source.value() == null) {
                continue; // Compaction's mark on a key that was erased: no event.
            }
            switch (mapper.map(Letter.headers(source), source.value())) {
                case Mapping.Mapped mapped -> events.add(new Pending(source, mapped.event()));
                case Mapping.Rejected rejected ->
                    letters.add(letter(source, Failure.Kind.POISON, rejected.code(), rejected.message()));
            }
        }
        if (!events.isEmpty()) {
            write(events, attempts, work, letters);
        }
        if (!letters.isEmpty()) {
            retryTopic.send(letters, work);
        }
    }

    private void write(List<Pending> events, int attempts, Work work, List<ProducerRecord<byte[], byte[]>> letters)
            throws AbandonedException, GraphFailure {
        int outages = 0;
        int failures = 0;
        while (true) {
            try {
                writeOnce(events);
                return;
            } catch (GraphFailure failure) {
                switch (failure.failureClass()) {
                    case OUTAGE -> {
                        outage.failed(failure.code(), failure.getMessage());
                        work.pause(BackoffPolicy.OUTAGE.delay(++outages, RandomGenerator.getDefault()));
                    }
                    case TRANSIENT -> {
                        if (failure.code().equals(DEADLOCK)) {
                            observer.deadlock();
                        }
                        if (++failures >= attempts) {
                            isolate(events, failure, Failure.Kind.TRANSIENT, work, letters);
                            return;
                        }
                        work.pause(BackoffPolicy.CONTENTION.delay(failures, RandomGenerator.getDefault()));
                    }
                    case POISON -> {
                        isolate(events, failure, Failure.Kind.POISON, work, letters);
                        return;
                    }
                    case FATAL -> throw failure;
                }
            }
        }
    }

    private void writeOnce(List<Pending> events) throws GraphFailure {
        Instant start = clock.instant();
        WriteResult result = target.write(events.stream().map(Pending::event).toList());
        outage.succeeded();
        observer.committed(events.size(), Duration.between(start, clock.instant()));
        observer.applied(result.applied());
        observer.superseded(result.superseded());
    }

    private void isolate(
            List<Pending> events,
            GraphFailure failure,
            Failure.Kind kind,
            Work work,
            List<ProducerRecord<byte[], byte[]>> letters)
            throws AbandonedException, GraphFailure {
        if (events.size() == 1) {
            String message = String.valueOf(failure.getMessage());
            letters.add(letter(events.get(0).source(), kind, failure.code(), message));
            return;
        }
        int middle = events.size() / 2;
        write(events.subList(0, middle), ATTEMPTS_AT_A_HALF, work, letters);
        write(events.subList(middle, events.size()), ATTEMPTS_AT_A_HALF, work, letters);
    }

    private ProducerRecord<byte[], byte[]> letter(
            ConsumerRecord<byte[], byte[]> source, Failure.Kind kind, String code, String message) {
        switch (kind) {
            case TRANSIENT -> observer.retried(1);
            case POISON -> observer.deadLettered(1);
        }
        return Letter.of(retryTopicName, source, kind, code, message, clock.instant());
    }
}
