package io.graphsync.sink.consume;

import io.graphsync.outbox.event.Failure;
import io.graphsync.outbox.progress.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What became of the records of a batch, and what the retry topic must know of it before they are done: the events that
 * failed, and the outcomes of those that were delivered again. One writer owns it.
 */
final class Settled {
    private final RetryRoute route;
    private final InstantSource clock;
    private final List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    private int applied;
    private int superseded;
    private int retried;
    private int deadLettered;

    Settled(RetryRoute route, InstantSource clock) {
        this.route = route;
        this.clock = clock;
    }

    void written(Pending pending, boolean changed) {
        if (changed) {
            applied++;
        } else {
            superseded++;
        }
        if (pending.source().topic().equals(route.redelivered())) {
            Outcome.Result result = changed ? Outcome.Result.APPLIED : Outcome.Result.SUPERSEDED;
            messages.add(Letter.outcome(
                    route.failed(), pending.source(), pending.event().id(), result));
        }
    }

    void failed(ConsumerRecord<byte[], byte[]> source, Failure.Kind kind, String code, String message) {
        switch (kind) {
            case TRANSIENT -> retried++;
            case POISON -> deadLettered++;
        }
        messages.add(Letter.of(route.failed(), source, kind, code, message, clock.instant()));
    }

    /** Returns what goes to the retry topic. */
    List<ProducerRecord<byte[], byte[]>> messages() {
        return messages;
    }

    /** Counts each record, once all of it is done. */
    void tell(SinkObserver observer) {
        observer.settled(applied, superseded, retried, deadLettered);
    }
}
