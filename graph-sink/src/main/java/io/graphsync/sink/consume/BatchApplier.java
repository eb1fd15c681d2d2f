package io.graphsync.sink.consume;

import io.graphsync.outbox.event.Failure;
import io.graphsync.sink.consume.Work.AbandonedException;
import io.graphsync.sink.failure.GraphFailure;
import io.graphsync.sink.mapping.EventMapper;
import io.graphsync.sink.mapping.EventMapper.Mapping;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with a batch, or with several at once: maps its records, writes the events, and tells the retry topic what failed
 * and what became of events that were delivered again. When it returns, each event is in the graph, in the retry topic,
 * or was superseded. Safe for use by many threads.
 */
final class BatchApplier {
    private static final Logger log = LoggerFactory.getLogger(BatchApplier.class);

    /** Where failed events and outcomes go; returns when the broker has them. */
    @FunctionalInterface
    interface RetryTopic {
        void send(List<ProducerRecord<byte[], byte[]>> messages, Work work) throws AbandonedException;
    }

    private final EventMapper mapper;
    private final IsolatingWriter writer;
    private final WritePolicy policy;
    private final RetryTopic retryTopic;
    private final RetryRoute route;
    private final SinkObserver observer;
    private final InstantSource clock;

    BatchApplier(
            EventMapper mapper,
            IsolatingWriter writer,
            WritePolicy policy,
            RetryTopic retryTopic,
            RetryRoute route,
            SinkObserver observer,
            InstantSource clock) {
        this.mapper = mapper;
        this.writer = writer;
        this.policy = policy;
        this.retryTopic = retryTopic;
        this.route = route;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Deals with a batch.
     *
     * @throws AbandonedException if nobody waits for it any more
     * @throws GraphFailure if nothing can be written until somebody mends the program or its configuration
     */
    void apply(Work work) throws AbandonedException, GraphFailure {
        Settled settled = new Settled(route, clock);
        List<Pending> events = map(work, settled);
        if (!events.isEmpty()) {
            writer.write(events, policy, work, settled);
        }
        if (!settled.messages().isEmpty()) {
            retryTopic.send(settled.messages(), work);
        }
        settled.tell(observer);
    }

    private List<Pending> map(Work work, Settled settled) {
        List<Pending> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> source : work.records()) {
            if (source.value() == null || RecordHeaders.control(source).isPresent()) {
                continue; // Compaction's mark on a key that was erased, or word of the pipeline to itself: no event.
            }
            switch (map(source)) {
                case Mapping.Mapped mapped -> events.add(new Pending(source, mapped.event()));
                case Mapping.Rejected rejected ->
                    settled.failed(source, Failure.Kind.POISON, rejected.code(), rejected.message());
            }
        }
        return events;
    }

    /** A record at which the mapper breaks is a bad one, whoever made the mistake: it must not stop the others. */
    private Mapping map(ConsumerRecord<byte[], byte[]> source) {
        try {
            return mapper.map(RecordHeaders.of(source), source.value());
        } catch (RuntimeException mistake) {
            log.atError().setCause(mistake).log("An event can't be read because of a mistake in this program");
            return new Mapping.Rejected(GraphFailure.UNEXPECTED, "payload can't be read: " + mistake);
        }
    }
}
