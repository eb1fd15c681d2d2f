package io.graphsync.source.publish;

import io.graphsync.outbox.event.Failure;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.failure.WaitLog;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.route.Captured;
import io.graphsync.source.route.EventRouter;
import io.graphsync.source.route.Outgoing;
import io.graphsync.source.route.Routed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands rows to Kafka and returns when the broker has acknowledged every one. While the broker is away it tries on
 * without end, in the order given; a record that is too large for its topic is replaced by a note in the retry topic.
 * Used by one thread at a time.
 */
public final class EventPublisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
    private static final Duration QUIET_WAIT = Duration.ofSeconds(3);
    private static final Duration ROUND_PAUSE = Duration.ofMillis(500);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(3);

    private final Producer<byte[], byte[]> producer;
    private final EventRouter router;
    private final Runnable topicRestorer;
    private final SourceMeters meters;
    private final InstantSource clock;
    private final String address;
    private final WaitLog waits;
    private final List<Routed> poison = new ArrayList<>();

    /**
     * Makes a publisher that owns the producer.
     *
     * @param topicRestorer makes topics that were deleted meanwhile; called when the broker did not take a record in
     *     time; may fail with a {@link KafkaException}
     * @param address what to call the broker in a message
     */
    public EventPublisher(
            Producer<byte[], byte[]> producer,
            EventRouter router,
            Runnable topicRestorer,
            SourceMeters meters,
            InstantSource clock,
            String address) {
        this.producer = producer;
        this.router = router;
        this.topicRestorer = topicRestorer;
        this.meters = meters;
        this.clock = clock;
        this.address = address;
        this.waits = new WaitLog(log, clock);
    }

    /**
     * Publishes rows in their order. A heartbeat is sent when everything before it is acknowledged, letters to the retry
     * topic included, and before anything after it.
     *
     * @throws InterruptedException if interrupted; any part of the rows may have been published
     * @throws KafkaException if the broker refuses for good; any part of the rows may have been published
     * @throws SourceFailedException if the retry topic takes no record of any size
     */
    public void publish(List<? extends Captured> batch) throws InterruptedException {
        for (Stretch stretch : Stretch.cut(batch)) {
            if (!stretch.rows().isEmpty()) {
                meters.batch(stretch.rows().size());
                deliver(stretch.rows().stream().map(router::route).toList());
                reportPoison();
            }
            if (stretch.beat().isPresent()) {
                deliver(router.route(stretch.beat().get()));
                meters.heartbeat(stretch.beat().get().at());
            }
        }
    }

    /** Returns when every record, or what took its place, is acknowledged. */
    private void deliver(List<? extends Outgoing> records) throws InterruptedException {
        List<? extends Outgoing> pending = records;
        while (!pending.isEmpty()) {
            pending = attempt(pending);
            if (!pending.isEmpty()) {
                restoreTopics();
                TimeUnit.MILLISECONDS.sleep(ROUND_PAUSE.toMillis());
            }
        }
        waits.over();
    }

    /** Returns what of the broker is awaited, empty if nothing is; may be asked by any thread. */
    public Optional<String> awaited() {
        return waits.awaited();
    }

    /** Sends until one record fails at once, waits for all that were sent, and returns what is still to be sent. */
    private List<Outgoing> attempt(List<? extends Outgoing> records) throws InterruptedException {
        List<Future<?>> sent = new ArrayList<>(records.size());
        for (Outgoing next : records) {
            Future<?> future = send(next);
            sent.add(future);
            if (future.state() == Future.State.FAILED) {
                break;
            }
        }
        List<Outgoing> pending = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            settle(records.get(i), sent.get(i), pending);
        }
        pending.addAll(records.subList(sent.size(), records.size()));
        return pending;
    }

    private Future<?> send(Outgoing outgoing) throws InterruptedException {
        try {
            return producer.send(outgoing.record());
        } catch (InterruptException interrupted) {
            throw interruption(interrupted);
        }
    }

    private void settle(Outgoing outgoing, Future<?> sent, List<Outgoing> pending) throws InterruptedException {
        try {
            await(sent);
            if (outgoing instanceof Routed routed) {
                acknowledged(routed);
            }
        } catch (ExecutionException failed) {
            afterFailure(outgoing, Objects.requireNonNullElse(failed.getCause(), failed))
                    .ifPresent(pending::add);
        }
    }

    private void await(Future<?> sent) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                sent.get(QUIET_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                waits.waiting("Kafka at " + address, "the broker has not acknowledged what was sent");
            } catch (InterruptException interrupted) {
                throw interruption(interrupted);
            }
        }
    }

    private void acknowledged(Routed routed) {
        Instant committedAt = routed.row().event().committedAt();
        meters.acknowledged(routed.record().topic(), Duration.between(committedAt, clock.instant()));
        routed.poison().ifPresent(code -> {
            meters.poison(code);
            poison.add(routed);
        });
    }

    private void reportPoison() {
        if (!poison.isEmpty()) {
            Routed first = poison.getFirst();
            log.atWarn()
                    .addKeyValue("rows", poison.size())
                    .addKeyValue("topic", first.record().topic())
                    .addKeyValue("first_event_id", first.row().event().id())
                    .addKeyValue("first_code", first.poison().orElse(""))
                    .log("Outbox rows could not be routed; they went to the retry topic");
            poison.clear();
        }
    }

    /** Returns what to send next time in place of a record that failed. */
    private Optional<Outgoing> afterFailure(Outgoing outgoing, Throwable cause) {
        return switch (cause) {
            case RecordTooLargeException tooLarge -> smaller(outgoing, tooLarge);
            case RetriableException passing -> {
                waits.waiting("Kafka at " + address, String.valueOf(passing.getMessage()));
                yield Optional.of(outgoing);
            }
            case KafkaException lasting -> throw lasting;
            default -> throw new KafkaException(cause);
        };
    }

    /** A heartbeat that is too large is left out: one of the next ones, with fewer transactions under way, will fit. */
    private Optional<Outgoing> smaller(Outgoing outgoing, RecordTooLargeException cause) {
        if (!(outgoing instanceof Routed refused)) {
            log.atWarn()
                    .addKeyValue("topic", outgoing.record().topic())
                    .addKeyValue("cause", cause.getMessage())
                    .log("A heartbeat is too large for its topic; raise its max.message.bytes");
            return Optional.empty();
        }
        if (refused.poison().filter(Failure.PAYLOAD_TOO_LARGE::equals).isPresent()) {
            throw new SourceFailedException(
                    "topic " + refused.record().topic() + " at " + address
                            + " refuses even a small record. Raise its max.message.bytes.",
                    cause);
        }
        return Optional.of(router.tooLarge(refused));
    }

    private void restoreTopics() throws InterruptedException {
        try {
            topicRestorer.run();
        } catch (InterruptException interrupted) {
            throw interruption(interrupted);
        } catch (RetriableException stillAway) {
            log.atDebug().setCause(stillAway).log("The topics could not be looked at");
        }
    }

    private static InterruptedException interruption(InterruptException cause) {
        Thread.interrupted();
        InterruptedException interruption = new InterruptedException("interrupted while publishing");
        interruption.initCause(cause);
        return interruption;
    }

    /** Gives what is under way a moment to arrive, then lets go of the broker. */
    @Override
    public void close() {
        try {
            producer.close(CLOSE_DEADLINE);
        } catch (KafkaException failed) {
            log.atWarn().setCause(failed).log("The producer did not close cleanly");
        }
    }
}
