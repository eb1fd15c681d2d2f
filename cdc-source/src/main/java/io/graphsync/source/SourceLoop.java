package io.graphsync.source;

import io.graphsync.source.database.Database;
import io.graphsync.source.database.DatabaseSession;
import io.graphsync.source.database.Lease;
import io.graphsync.source.database.ReplicationSlot;
import io.graphsync.source.failure.FailureClassifier;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.failure.Verdict;
import io.graphsync.source.failure.WaitLog;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.publish.EventPublisher;
import io.graphsync.source.publish.PublisherFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final Duration LONGEST_STANDBY_PROBE = Duration.ofMillis(500);
    private static final RestartPolicy RESTARTS = new RestartPolicy(Duration.ofMillis(200), Duration.ofSeconds(3));

    private final SourceConfig config;
    private final Database database;
    private final PublisherFactory publishers;
    private final SourceMeters meters;
    private final ReplicationSlot slot;
    private final SlotWatch slotWatch;
    private final SourceSession session;
    private final SourceProgress progress;
    private final FailureClassifier classifier;
    private final WaitLog waits = new WaitLog(log, InstantSource.system());
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private volatile Optional<EventPublisher> sender = Optional.empty();
    private int failures;

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
        this.slot = new ReplicationSlot(config.capture().slot());
        this.slotWatch = new SlotWatch(meters, InstantSource.system());
        this.progress = new SourceProgress(state, this::streaming);
        this.session = new SourceSession(config, database, meters, progress, slotWatch);
        this.classifier = new FailureClassifier(
                config.database().address(), config.kafka().bootstrapServers());
    }

    /** Completes when the loop has ended: normally after {@link #stop}, else with what ended it. */
    CompletableFuture<Void> terminated() {
        return terminated;
    }

    /** Returns what is awaited and why, for a person; empty if nothing is. */
    Optional<String> awaited() {
        return waits.awaited().or(() -> sender.flatMap(EventPublisher::awaited));
    }

    /** Asks the loop to end. */
    void stop() {
        progress.stop();
    }

    private void streaming() {
        failures = 0;
        waits.over();
    }

    @Override
    public void run() {
        try {
            while (!progress.isStopped()) {
                Optional<SourceFailedException> fatal = runSession();
                if (fatal.isPresent()) {
                    progress.enter(SourceState.FAILED);
                    terminated.completeExceptionally(fatal.get());
                    return;
                }
                progress.awaitStop(RESTARTS.pause(failures));
            }
        } catch (InterruptedException stopped) {
            log.atDebug().log("The loop was interrupted");
        }
        progress.enter(SourceState.STOPPED);
        terminated.complete(null);
    }

    /** Runs one session to its end, and returns what makes a further one useless. */
    private Optional<SourceFailedException> runSession() throws InterruptedException {
        try {
            session();
            return Optional.empty();
        } catch (SQLException | RuntimeException failed) {
            if (progress.isStopped()) {
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
                progress.enter(SourceState.WAITING);
                waits.waiting(wait.awaited(), wait.cause());
                meters.restarted();
                yield Optional.empty();
            }
        };
    }

    private void session() throws SQLException, InterruptedException {
        Duration timeout = config.capture().leaseTimeout();
        try (DatabaseSession questions = DatabaseSession.open(database, timeout)) {
            session.check(questions);
            // A standby is ready to send, too: what it has done before it need not do when it takes over.
            try (EventPublisher publisher = publishers.open();
                    Lease lease = Lease.candidate(database, slot.name(), timeout)) {
                if (awaitLease(lease, questions)) {
                    sender = Optional.of(publisher);
                    session.run(lease, questions, publisher);
                }
            } finally {
                sender = Optional.empty();
            }
        }
    }

    /** Stands by until the lease is free; false if the loop was asked to end. */
    private boolean awaitLease(Lease lease, DatabaseSession questions) throws SQLException, InterruptedException {
        Duration probe =
                lease.interval().compareTo(LONGEST_STANDBY_PROBE) < 0 ? lease.interval() : LONGEST_STANDBY_PROBE;
        while (!progress.isStopped()) {
            if (lease.tryAcquire()) {
                if (progress.enter(SourceState.STARTING) == SourceState.STANDBY) {
                    log.atInfo().addKeyValue("slot", slot.name()).log("The other source is gone; taking over");
                }
                return true;
            }
            if (progress.enter(SourceState.STANDBY) != SourceState.STANDBY) {
                waits.over();
                log.atInfo().addKeyValue("slot", slot.name()).log("Another source is active; standing by");
            }
            slotWatch.see(slot.state(questions));
            progress.awaitStop(probe);
        }
        return false;
    }
}
