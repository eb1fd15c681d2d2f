package io.graphsync.retry.topology;

import io.graphsync.outbox.progress.Control;
import io.graphsync.outbox.progress.Outcome;
import io.graphsync.retry.policy.FailedDelivery;
import io.graphsync.retry.policy.RetryDecision;
import io.graphsync.retry.policy.RetryPlanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what {@link RetryPlanner} decides on each failed delivery, sends on what is due, and closes what ended well. Throws for no record,
 * whatever it holds: an exception here would stop the whole pipeline's retries. Touched by its task's thread alone.
 */
final class RetryProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Bounds what one transaction holds, which must end within Streams' 10 s. The rest follows with the next check. */
    static final int MAX_DUE_EVENTS = 2_000;

    private static final long MAX_DUE_BYTES = 16L * 1024 * 1024;

    private final RetryPlanner planner;
    private final Duration dueCheck;
    private final RetryObserver observer;
    private @Nullable Task task;

    RetryProcessor(RetryPlanner planner, Duration dueCheck, RetryObserver observer) {
        this.planner = planner;
        this.dueCheck = dueCheck;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        Task opened = new Task(context, new WaitingEvents(context));
        task = opened;
        opened.countWaiting();
        context.schedule(dueCheck, PunctuationType.WALL_CLOCK_TIME, opened::redeliverDue);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task opened = task;
        if (opened == null) {
            throw new IllegalStateException("a record came before init");
        }
        opened.route(record);
    }

    @Override
    public void close() {
        Task opened = task;
        if (opened != null) {
            observer.waiting(opened.name(), 0);
            task = null;
        }
    }

    /** What the processor has from its init to its close. */
    private final class Task {
        private final ProcessorContext<byte[], byte[]> context;
        private final WaitingEvents waiting;

        Task(ProcessorContext<byte[], byte[]> context, WaitingEvents waiting) {
            this.context = context;
            this.waiting = waiting;
        }

        String name() {
            return context.taskId().toString();
        }

        void countWaiting() {
            observer.waiting(name(), waiting.count());
        }

        void route(Record<byte[], byte[]> record) {
            Map<String, String> headers = HeaderText.read(record.headers());
            Optional<Control> control = Control.of(headers);
            if (control.isEmpty()) {
                routeFailure(record, headers);
            } else if (control.get() == Control.OUTCOME) {
                Outcome.of(headers).ifPresent(this::end);
            }
            // Passages are for the write-back; what a newer version sends is for a newer router.
        }

        /** The event needs no redelivery any more, and if it was a dead letter, it is none. */
        private void end(Outcome outcome) {
            waiting.remove(outcome.eventId());
            context.forward(ClosedLetter.of(outcome, context.currentSystemTimeMs()), RetryTopology.DEAD_LETTERS);
            observer.ended(outcome.result());
            countWaiting();
        }

        private void routeFailure(Record<byte[], byte[]> record, Map<String, String> headers) {
            long now = context.currentSystemTimeMs();
            FailedDelivery delivery = read(record, headers, now);
            OptionalInt waitingAttempts = delivery.eventId()
                    .flatMap(waiting::find)
                    .map(event -> OptionalInt.of(event.attempts()))
                    .orElse(OptionalInt.empty());
            observer.received();
            switch (planner.decide(delivery, waitingAttempts, Instant.ofEpochMilli(now))) {
                case RetryDecision.RedeliverAt(UUID id, int attempts, Instant due) ->
                    waiting.put(
                            new WaitingEvent(id, due.toEpochMilli(), attempts, record.headers(), record.value()), now);
                case RetryDecision.AlreadyWaiting alreadyWaiting -> {}
                case RetryDecision.DeadLetter letter -> {
                    delivery.eventId().ifPresent(waiting::remove);
                    bury(record, letter, now);
                }
            }
            countWaiting();
        }

        private FailedDelivery read(Record<byte[], byte[]> record, Map<String, String> headers, long now) {
            Optional<String> key =
                    Optional.ofNullable(record.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            String position = context.recordMetadata()
                    .map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
                    .orElse("unknown");
            return FailedDelivery.read(key, headers, record.value() != null, position, Instant.ofEpochMilli(now));
        }

        private void bury(Record<byte[], byte[]> record, RetryDecision.DeadLetter letter, long now) {
            context.forward(DeadLetterRecord.of(record, letter, now), RetryTopology.DEAD_LETTERS);
            observer.deadLettered(letter.reason());
        }

        void redeliverDue(long now) {
            List<WaitingEvent> due = waiting.takeDue(now, MAX_DUE_EVENTS, MAX_DUE_BYTES);
            for (WaitingEvent event : due) {
                byte[] key = event.id().toString().getBytes(StandardCharsets.UTF_8);
                context.forward(new Record<>(key, event.payload(), now, event.headers()), RetryTopology.DUE);
                observer.redelivered(Duration.ofMillis(now - event.due()));
            }
            if (!due.isEmpty()) {
                // Nobody sees them before the transaction ends, and they are late enough.
                context.commit();
                countWaiting();
            }
        }
    }
}
