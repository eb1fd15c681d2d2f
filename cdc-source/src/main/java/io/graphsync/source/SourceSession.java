package io.graphsync.source;

import io.graphsync.source.capture.CaptureEngine;
import io.graphsync.source.capture.RowHandler;
import io.graphsync.source.database.Database;
import io.graphsync.source.database.DatabaseSession;
import io.graphsync.source.database.HeartbeatLoop;
import io.graphsync.source.database.Lease;
import io.graphsync.source.database.Preflight;
import io.graphsync.source.database.ReplicationSlot;
import io.graphsync.source.database.RowPages;
import io.graphsync.source.database.SlotCreator;
import io.graphsync.source.database.SlotState;
import io.graphsync.source.failure.AwaitedException;
import io.graphsync.source.failure.SourceFailedException;
import io.graphsync.source.metrics.SourceMeters;
import io.graphsync.source.publish.EventPublisher;
import io.graphsync.source.route.Captured;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs sessions, one after the other: each from the checks to the end of an engine, under a lease. Remembers of a session
 * what the next one must know. Owned by the loop's thread; the engine's thread enters by the handler alone.
 */
final class SourceSession {
    private static final Logger log = LoggerFactory.getLogger(SourceSession.class);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration READER_END = Duration.ofSeconds(3);
    private static final Duration START_PROBE_INTERVAL = Duration.ofMillis(100);

    private final SourceConfig config;
    private final Database database;
    private final SourceMeters meters;
    private final SourceProgress progress;
    private final Preflight preflight;
    private final PublicationWatch publication;
    private final ReplicationSlot slot;
    private final SlotWatch slotWatch;

    /**
     * Where the slot stood when an engine was started that has not yet delivered anything. An engine makes a missing
     * slot by itself, without reading back what is older; a slot that moved before the first delivery was made so.
     */
    private volatile Optional<String> unconfirmed = Optional.empty();

    SourceSession(
            SourceConfig config, Database database, SourceMeters meters, SourceProgress progress, SlotWatch slotWatch) {
        this.config = config;
        this.database = database;
        this.meters = meters;
        this.progress = progress;
        this.preflight = new Preflight(config.capture().publication());
        this.publication = new PublicationWatch(preflight);
        this.slot = new ReplicationSlot(config.capture().slot());
        this.slotWatch = slotWatch;
    }

    /** Makes sure that there is nothing that somebody has to change first; changes nothing itself. */
    void check(DatabaseSession session) throws SQLException {
        preflight.check(session);
        publication.look(session);
        failIfUnusable(slotState(session));
    }

    /** Returns when the loop was asked to stop; every other end is an exception. */
    void run(Lease lease, DatabaseSession session, EventPublisher publisher) throws SQLException, InterruptedException {
        check(session);
        String position = prepareSlot(lease, session, publisher);
        stream(lease, session, publisher, position);
    }

    private SlotState slotState(DatabaseSession session) throws SQLException {
        SlotState found = slot.state(session);
        slotWatch.see(found);
        return found;
    }

    private static void failIfUnusable(SlotState found) {
        if (found instanceof SlotState.Lost lost) {
            throw new SourceFailedException(lost.reason());
        }
        if (found instanceof SlotState.Foreign foreign) {
            throw new SourceFailedException(foreign.reason());
        }
    }

    /** Returns where the slot stands, after creating it if it is missing. */
    private String prepareSlot(Lease lease, DatabaseSession session, EventPublisher publisher)
            throws SQLException, InterruptedException {
        SlotState found = awaitReaderEnd(session, slotState(session));
        if (found instanceof SlotState.Usable usable && hasGap(usable)) {
            slot.drop(session);
            found = slotState(session);
        }
        unconfirmed = Optional.empty();
        if (found instanceof SlotState.Absent) {
            createSlot(lease, publisher);
            publication.renewed();
            found = slotState(session);
        }
        failIfUnusable(found);
        return switch (found) {
            case SlotState.Usable usable -> usable.facts().confirmed();
            case SlotState.Busy busy ->
                throw new AwaitedException(
                        "the replication slot " + slot.name(),
                        "server process " + busy.facts().activePid().orElse(0) + " is reading it");
            default -> throw new AwaitedException("the replication slot " + slot.name(), "it is gone");
        };
    }

    /**
     * Nobody but the holder of the lease may read the slot: a former holder that still does is ended, if the role may do
     * that. A server process whose client takes nothing any more goes at the second signal: at the first it tries to say
     * goodbye.
     */
    private SlotState awaitReaderEnd(DatabaseSession session, SlotState first)
            throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + READER_END.toNanos();
        SlotState found = first;
        int told = 0;
        while (found instanceof SlotState.Busy busy && System.nanoTime() < deadline) {
            int pid = busy.facts().activePid().orElse(0);
            if (slot.endReader(session, pid) && told != pid) {
                told = pid;
                log.atWarn()
                        .addKeyValue("slot", slot.name())
                        .addKeyValue("pid", pid)
                        .log("Ending the server process of a former source that still reads the slot");
            }
            progress.awaitStop(START_PROBE_INTERVAL);
            found = slotState(session);
        }
        return found;
    }

    /** Returns whether a slot may never deliver some row that it should. */
    private boolean hasGap(SlotState.Usable usable) {
        boolean replaced = unconfirmed
                .filter(before -> !before.equals(usable.facts().confirmed()))
                .isPresent();
        if (replaced) {
            log.atWarn().addKeyValue("slot", slot.name()).log("The slot was replaced; dropping it to read rows back");
        } else if (publication.isInterrupted()) {
            log.atWarn()
                    .addKeyValue("slot", slot.name())
                    .addKeyValue("publication", config.capture().publication())
                    .log("The publication was away or replaced; dropping the slot to read rows back");
        }
        return replaced || publication.isInterrupted();
    }

    private void createSlot(Lease lease, EventPublisher publisher) throws SQLException, InterruptedException {
        progress.enter(SourceState.READING_BACK);
        log.atInfo().addKeyValue("slot", slot.name()).log("There is no slot; reading the outbox back and creating it");
        new SlotCreator(database, slot).create(readBack(lease, publisher));
        log.atInfo().addKeyValue("slot", slot.name()).log("Created the slot");
    }

    private RowPages readBack(Lease lease, EventPublisher publisher) {
        return page -> {
            if (progress.isStopped()) {
                throw new InterruptedException("the source was asked to stop");
            }
            lease.require();
            publisher.publish(page);
            meters.readBack(page.size());
        };
    }

    private void stream(Lease lease, DatabaseSession session, EventPublisher publisher, String position)
            throws SQLException, InterruptedException {
        lease.require();
        unconfirmed = Optional.of(position);
        CaptureEngine engine = CaptureEngine.start(config.capture(), handler(lease, publisher, position));
        HeartbeatLoop heartbeat = HeartbeatLoop.start(database, config.heartbeatInterval());
        try {
            CompletableFuture<Object> end = CompletableFuture.anyOf(engine.ended(), progress.stopped());
            while (!SourceProgress.await(end, START_PROBE_INTERVAL)
                    && !(slotState(session) instanceof SlotState.Busy)) {
                lease.require();
            }
            if (!end.isDone()) {
                progress.streaming();
                log.atInfo().addKeyValue("slot", slot.name()).log("Following the write-ahead log");
            }
            while (!SourceProgress.await(end, PROBE_INTERVAL)) {
                lease.require();
                slotState(session);
                publication.look(session);
                progress.enter(publisher.awaited().isPresent() ? SourceState.WAITING : SourceState.STREAMING);
            }
        } catch (SQLException | AwaitedException failed) {
            progress.enter(SourceState.WAITING);
            throw failed;
        } finally {
            heartbeat.close();
            engine.close(config.closeTimeout());
        }
        if (!progress.isStopped()) {
            throw new EngineEndedException(engine.ended().getNow(Optional.empty()));
        }
    }

    private RowHandler handler(Lease lease, EventPublisher publisher, String position) {
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
            public void handle(List<Captured> rows) throws InterruptedException {
                lease.require();
                publisher.publish(rows);
                // What is not acknowledged here is delivered again, by whoever has the slot then.
                lease.require();
            }
        };
    }

    /** A session's engine ended though nobody asked it to. */
    static final class EngineEndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EngineEndedException(Optional<Throwable> cause) {
            super("the capture engine ended", cause.orElse(null));
        }
    }
}
