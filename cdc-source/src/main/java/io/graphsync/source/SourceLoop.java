package io.graphsync.source;

import io.graphsync.source.capture.CaptureEngine;
import io.graphsync.source.capture.RowHandler;
import io.graphsync.source.database.Database;
import io.graphsync.source.database.Lease;
import io.graphsync.source.database.Preflight;
import io.graphsync.source.database.ReplicationSlot;
import io.graphsync.source.database.SlotCreator;
import io.graphsync.source.database.SlotState;
import io.graphsync.source.failure.AwaitedException;
import io.graphsync.source.failure.FailureClassifier;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.failure.Verdict;
import io.graphsync.source.failure.WaitLog;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.publish.EventPublisher;
import io.graphsync.source.publish.PublisherFactory;
import io.graphsync.source.route.OutboxRow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the source going: one session after the other, each from the lease to the end of an engine, with a pause in
 * between. A session that fails for a passing reason is followed by the next; one that fails for a lasting reason ends
 * the loop. Owns its thread.
 */
final class SourceLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration START_PROBE_INTERVAL = Duration.ofMillis(100);
    private static final RestartPolicy RESTARTS = new RestartPolicy(Duration.ofMillis(200), Duration.ofSeconds(3));

    private final SourceConfig config;
    private final Database database;
    private final PublisherFactory publishers;
    private final SourceMeters meters;
    private final AtomicReference<SourceState> state;
    private final Preflight preflight;
    private final ReplicationSlot slot;
    private final FailureClassifier classifier;
    private final WaitLog waits = new WaitLog(log, InstantSource.system());
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private int failures;

    /**
     * Where the slot stood when an engine was started that has not yet delivered anything. An engine makes a missing
     * slot by itself, without reading back what is older; a slot that moved before the first delivery was made so.
     */
    private volatile Optional<String> unconfirmed = Optional.empty();

    SourceLoop(
            SourceConfig config,
            Database database,
            PublisherFactory publishers,
            SourceMeters meters,
            AtomicReference<SourceState> state) {
        this.config = config;
        this.database = database;
        this.publishers = publishers;
        this.meters = meters;
        this.state = state;
        this.preflight = new Preflight(config.capture().publication());
        this.slot = new ReplicationSlot(config.capture().slot());
        this.classifier = new FailureClassifier(
                config.database().address(), config.kafka().bootstrapServers());
    }

    /** Completes when the loop has ended: normally after {@link #stop}, else with what ended it. */
    CompletableFuture<Void> terminated() {
        return terminated;
    }

    /** Asks the loop to end. */
    void stop() {
        stop.complete(null);
    }

    @Override
    public void run() {
        try {
            while (!stop.isDone()) {
                Optional<SourceFailedException> fatal = runSession();
                if (fatal.isPresent()) {
                    state.set(SourceState.FAILED);
                    terminated.completeExceptionally(fatal.get());
                    return;
                }
                awaitStop(RESTARTS.pause(failures));
            }
        } catch (InterruptedException stopped) {
            log.atDebug().log("The loop was interrupted");
        }
        state.set(SourceState.STOPPED);
        terminated.complete(null);
    }

    /** Runs one session to its end, and returns what makes a further one useless. */
    private Optional<SourceFailedException> runSession() throws InterruptedException {
        try {
            session();
            return Optional.empty();
        } catch (SQLException | RuntimeException failed) {
            if (stop.isDone()) {
                log.atDebug().setCause(failed).log("The session ended with the source");
                return Optional.empty();
            }
            failures++;
            return judge(failed);
        }
    }

    private Optional<SourceFailedException> judge(Exception failure) {
        log.atDebug().setCause(failure).log("A session failed");
        return switch (classifier.classify(failure)) {
            case Verdict.Fatal fatal -> Optional.of(new SourceFailedException(fatal.message(), failure));
            case Verdict.Wait wait -> {
                state.set(SourceState.WAITING);
                waits.waiting(wait.awaited(), wait.cause());
                meters.restarted();
                yield Optional.empty();
            }
        };
    }

    private void session() throws SQLException, InterruptedException {
        Optional<Lease> acquired = acquireLease();
        if (acquired.isEmpty()) {
            return;
        }
        try (Lease lease = acquired.get()) {
            preflight.check(lease);
            try (EventPublisher publisher = publishers.open()) {
                String position = prepareSlot(lease, publisher);
                stream(lease, publisher, position);
            }
        }
    }

    /** Stands by until the lease is free; empty if the loop was asked to end. */
    private Optional<Lease> acquireLease() throws SQLException, InterruptedException {
        while (!stop.isDone()) {
            Optional<Lease> lease = Lease.tryAcquire(database, slot.name());
            if (lease.isPresent()) {
                return lease;
            }
            if (state.getAndSet(SourceState.STANDBY) != SourceState.STANDBY) {
                log.atInfo().addKeyValue("slot", slot.name()).log("Another source is active; standing by");
            }
            awaitStop(PROBE_INTERVAL);
        }
        return Optional.empty();
    }

    /** Returns where the slot stands, after creating it if it is missing. */
    private String prepareSlot(Lease lease, EventPublisher publisher) throws SQLException, InterruptedException {
        SlotState found = slot.state(lease);
        if (found instanceof SlotState.Usable usable
                && unconfirmed
                        .filter(before -> !before.equals(usable.confirmed()))
                        .isPresent()) {
            log.atWarn().addKeyValue("slot", slot.name()).log("The slot was replaced; dropping it to read rows back");
            slot.drop(lease);
            found = slot.state(lease);
        }
        unconfirmed = Optional.empty();
        if (found instanceof SlotState.Absent) {
            createSlot(lease, publisher);
            found = slot.state(lease);
        }
        return switch (found) {
            case SlotState.Usable usable -> usable.confirmed();
            case SlotState.Absent absent -> throw new AwaitedException("the replication slot", absent.toString());
            case SlotState.Busy busy ->
                throw new AwaitedException(
                        "the replication slot " + slot.name(), "server process " + busy.pid() + " is reading it");
            case SlotState.Unusable unusable -> throw new SourceFailedException(unusable.reason());
        };
    }

    private void createSlot(Lease lease, EventPublisher publisher) throws SQLException, InterruptedException {
        state.set(SourceState.READING_BACK);
        log.atInfo().addKeyValue("slot", slot.name()).log("There is no slot; reading the outbox back and creating it");
        new SlotCreator(database, slot).create(page -> {
            if (stop.isDone()) {
                throw new InterruptedException("the source was asked to stop");
            }
            lease.verify();
            publisher.publish(page);
            meters.readBack(page.size());
        });
        log.atInfo().addKeyValue("slot", slot.name()).log("Created the slot");
    }

    private void stream(Lease lease, EventPublisher publisher, String position)
            throws SQLException, InterruptedException {
        unconfirmed = Optional.of(position);
        CaptureEngine engine = CaptureEngine.start(config.capture(), handler(publisher, position));
        try {
            CompletableFuture<Object> end = CompletableFuture.anyOf(engine.ended(), stop);
            while (!await(end, START_PROBE_INTERVAL) && !(slot.state(lease) instanceof SlotState.Busy)) {
                log.atTrace().log("The engine is starting");
            }
            if (!end.isDone()) {
                failures = 0;
                state.set(SourceState.STREAMING);
                waits.over();
                log.atInfo().addKeyValue("slot", slot.name()).log("Following the write-ahead log");
            }
            while (!await(end, PROBE_INTERVAL)) {
                lease.verify();
                state.set(publisher.isWaiting() ? SourceState.WAITING : SourceState.STREAMING);
            }
        } finally {
            engine.close(config.closeTimeout());
        }
        if (!stop.isDone()) {
            throw new EngineEndedException(engine.ended().getNow(Optional.empty()));
        }
    }

    private RowHandler handler(EventPublisher publisher, String position) {
        return new RowHandler() {
            @Override
            public void begin() {
                try {
                    if (!slot.position(database).equals(Optional.of(position))) {
                        throw new AwaitedException("the replication slot " + slot.name(), "somebody replaced it");
                    }
                    unconfirmed = Optional.empty();
                } catch (SQLException failed) {
                    throw new EngineEndedException(Optional.of(failed));
                }
            }

            @Override
            public void handle(List<OutboxRow> rows) throws InterruptedException {
                publisher.publish(rows);
            }
        };
    }

    private void awaitStop(Duration atMost) throws InterruptedException {
        await(stop, atMost);
    }

    private static boolean await(CompletableFuture<?> future, Duration atMost) throws InterruptedException {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException done) {
            return true;
        }
    }

    /** A session's engine ended though nobody asked it to. */
    private static final class EngineEndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EngineEndedException(Optional<Throwable> cause) {
            super("the capture engine ended", cause.orElse(null));
        }
    }
}
